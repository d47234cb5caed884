import { AppError } from '@livechat/contracts';

/** Bounds of one message. */
export interface TextBounds {
  readonly textBytes: number;
  readonly textGraphemes: number;
}

const plain = /^[\x20-\x7e]*$/;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const lineBreaks = /[\t\n\r\u0085\u2028\u2029]+/g;

const controls = /[\u0000-\u001f\u007f-\u009f]/;
/** Bidi controls and isolates, zero-width space, word joiner, BOM, soft hyphen, language tags. */
const invisible =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu;
/** A joiner that does not stand between two emoji, or a variation selector that follows none. */
const strayJoiner =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d|\u200d(?!\p{Extended_Pictographic})/gu;
const straySelector = /(?<![\p{Emoji}\u20e3])[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
const piledMarks = /(\p{M}{4})\p{M}+/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The text as it goes into the log: NFC, one line, nothing invisible that could mislead, at most
 * 4 marks on a letter. Throws `invalid` for control characters, lone surrogates or nothing to
 * read, `too_large` above the bounds.
 */
export function cleanText(text: string, bounds: TextBounds): string {
  if (Buffer.byteLength(text) > bounds.textBytes) throw tooLarge(bounds);
  const clean = cleanLine(text).trim();
  if (clean === '') throw invalid('The message is empty');
  if (isTooLong(clean, bounds.textGraphemes)) throw tooLarge(bounds);
  return clean;
}

/** One line without what could mislead a reader; throws `invalid` for what no keyboard types. */
export function cleanLine(text: string): string {
  if (plain.test(text)) return text;
  if (loneSurrogate.test(text)) throw invalid('The text is not valid Unicode');
  const line = text.replace(lineBreaks, ' ');
  if (controls.test(line)) throw invalid('The text contains control characters');
  return line
    .normalize('NFC')
    .replace(invisible, '')
    .replace(strayJoiner, '')
    .replace(straySelector, '')
    .replace(piledMarks, '$1');
}

/** Counts graphemes only as far as needed: each has at least one UTF-16 unit. */
function isTooLong(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let count = 0;
  for (const _ of graphemes.segment(text)) if (++count > most) return true;
  return false;
}

const invalid = (detail: string) =>
  new AppError('invalid', { detail, issues: [{ path: 'text', message: detail }] });

const tooLarge = ({ textGraphemes, textBytes }: TextBounds) =>
  new AppError('too_large', {
    detail: `A message holds at most ${textGraphemes} characters and ${textBytes} bytes`,
  });

const textBytes = 2_000;
const textCharacters = 480;

/** Bidi controls, zero-width characters, tags, and joiners or selectors that follow no emoji. */
const invisible =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e01ef}]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d|\u200d(?!\p{Extended_Pictographic})|(?<![\p{Emoji}\u20e3])[\ufe00-\ufe0f]/gu;

/**
 * The text as the service will store it, so that what comes back can be compared byte by byte: one
 * line, NFC, without what it strips or refuses, cut to its size. Empty where nothing is left.
 */
export function clean(text: string): string {
  const line = text
    .replace(/[\p{Cs}\ufffd]/gu, '')
    .replace(/[\t\n\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim();
  return short(line);
}

function short(line: string): string {
  if (line.length <= textCharacters && Buffer.byteLength(line) <= textBytes) return line;
  const characters = [...line].slice(0, textCharacters);
  while (Buffer.byteLength(characters.join('')) > textBytes) characters.length -= 50;
  // A cut inside an emoji may leave a joiner at the end, which the service would strip.
  return characters.join('').replace(/[\u200d\s]+$/u, '');
}

import { AppError } from '@livechat/contracts';

/** Bidi controls, zero-width characters and tags: they change how what stands around them reads. */
const misleading =
  /[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
const longestFold = 600;

/**
 * A title fit to be shown on one line: NFC, controls as spaces, nothing that reorders or hides
 * text. Throws `invalid` where nothing is left, or where it is broken or piled up with marks.
 */
export function titleOf(given: string): string {
  const title = given
    .normalize('NFC')
    .replace(misleading, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (/[^\p{C}\p{Z}\p{M}]/u.test(title) && !/\p{Cs}|\p{M}{5}/u.test(title)) return title;
  throw new AppError('invalid', { issues: [{ path: 'title', message: 'is not readable' }] });
}

/** A text as it is searched: without regard to case and width. */
export const searchFold = (text: string): string =>
  text.normalize('NFKC').toLowerCase().slice(0, longestFold);

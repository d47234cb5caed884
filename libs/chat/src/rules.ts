import { AppError, type ErrorCode, type RuleName, type Rules } from '@livechat/contracts';

/** What the rules judge of a message; moderators and the broadcaster are exempt. */
export interface Judged {
  readonly text: string;
  readonly kind: 'member' | 'guest';
  /** Wall clock, ms. */
  readonly now: number;
}

const emojiOrSpace =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[0-9#*]\ufe0f?\u20e3|[\ufe0f\u200d\s])+$/u;
const wordBreaks = /[^\p{L}\p{N}]+/u;
const shoutingFrom = 10;
const shoutingShare = 0.7;

/** The error a message runs into under these rules, or undefined. Slow mode and duplicates need memory and are judged elsewhere. */
export function violation(rules: Rules, { text, kind, now }: Judged): AppError | undefined {
  if (rules.lockdownUntil !== null && rules.lockdownUntil > now) {
    return against('lockdown', { retryAfterMs: rules.lockdownUntil - now });
  }
  if (kind === 'guest' && !rules.guestsMayChat) return against('guests');
  if (rules.emojiOnly && !emojiOrSpace.test(text)) return against('emojiOnly');
  if (rules.caps && isShouting(text)) return against('caps');
  return hasBlockedWord(text, rules.blockedWords) ? new AppError('blocked_words') : undefined;
}

/** Linear in the text: words are looked up whole, phrases as they stand. */
export function hasBlockedWord(text: string, blocked: readonly string[]): boolean {
  if (blocked.length === 0) return false;
  const folded = fold(text);
  const words = new Set(folded.split(wordBreaks));
  return blocked
    .map(fold)
    .some((entry) => (isWord(entry) ? words.has(entry) : folded.includes(entry)));
}

/** A text as two of it count as the same: case, spacing and repeated letters folded. */
export const sameness = (text: string): string =>
  fold(text)
    .replace(/(.)\1+/gu, '$1')
    .replace(/\s+/g, ' ');

/** Scripts written without blanks are looked for inside words. */
const isWord = (entry: string) => /^[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]+$/u.test(entry);

const fold = (text: string) => text.normalize('NFKC').toLowerCase().trim();

function isShouting(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = text.match(/\p{Lu}/gu) ?? [];
  return letters.length >= shoutingFrom && capitals.length > letters.length * shoutingShare;
}

const against = (
  rule: RuleName,
  details: { retryAfterMs?: number } = {},
  code: ErrorCode = 'rules',
) => new AppError(code, { rule, ...details });

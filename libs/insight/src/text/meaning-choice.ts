import { UNKNOWN } from './hits.ts';
import type { Hits } from './hits.ts';
import { languageNumber } from './languages.ts';
import { NO_MEANING } from './meanings.ts';
import type { Meanings } from './meanings.ts';
import { ROLES, roleNumber } from './roles.ts';
import type { Role } from './roles.ts';
import { WORD } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** Roles a word keeps inside a text of another language: "danke, great stream". */
const LENT: readonly Role[] = [
  'praise',
  'hype',
  'criticism',
  'insult',
  'upset',
  'profanity',
  'laughter',
  'greeting',
];
const isLent = new Uint8Array(ROLES.length);
for (const role of LENT) isLent[roleNumber(role)] = 1;
/** Shorter words are too often words of several languages. */
const SHORTEST_LENT = 4;
const ENGLISH = languageNumber('en');

/** Chooses for each hit what it means in a text of the language (0 unknown). */
export function chooseMeanings(
  meanings: Meanings,
  read: Tokens,
  hits: Hits,
  language: number,
): void {
  for (let at = 0; at < hits.count; at += 1) {
    const head = hits.head[at] ?? UNKNOWN;
    const row = hits.row[at] ?? 0;
    const isShort =
      read.kind[row] === WORD && (read.end[row] ?? 0) - (read.start[row] ?? 0) < SHORTEST_LENT;
    hits.meaning[at] = head < 0 ? head : meaningIn(meanings, head, language, isShort);
  }
}

/** Its meaning in the language, among chats, or a lent one; else UNKNOWN. */
function meaningIn(meanings: Meanings, head: number, language: number, isShort: boolean): number {
  const own = meanings.inLanguage(head, language === 0 ? ENGLISH : language);
  if (own !== NO_MEANING) return own;
  const shared = meanings.inLanguage(head, 0);
  if (shared !== NO_MEANING) return shared;
  if (isShort && language !== 0) return UNKNOWN;
  return isLent[meanings.role[head] ?? 0] === 1 ? head : UNKNOWN;
}

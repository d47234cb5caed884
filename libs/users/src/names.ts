import { AppError } from '@livechat/contracts';
import { confusables } from './confusables.ts';

/** What must be unique among members: how the name reads without regard to case, and what it looks like. */
export interface NameKeys {
  readonly fold: string;
  readonly skeleton: string;
}

const longest = 32;
const longestKey = 160;

/** Shown as nothing, or change what stands around them: controls, bidi, zero-width, fillers, tags. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu;
const separators = /[\s_\-.·]+/gu;

/** Scripts in everyday use (UTS #31, plus one whose letters pass for Latin). */
const scripts =
  'Arabic Armenian Bengali Bopomofo Cherokee Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Mongolian Myanmar Sinhala Tamil Telugu Thai Tibetan';
/** What may stand together beyond one script (UTS #39, highly restrictive). */
const mixtures = ['Latin Han Hiragana Katakana', 'Latin Han Bopomofo', 'Latin Han Hangul'];
const anyScript = ['Common', 'Inherited'].map((script) => `\\p{Script=${script}}`).join('');
const allowedScripts = [...scripts.split(' '), ...mixtures].map((set) => {
  const letters = set.split(' ').map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`^[${anyScript}${letters.join('')}]+$`, 'u');
});

/**
 * A display name fit to be shown: NFC, one space at most between words, nothing invisible.
 * Throws `invalid` for one that is empty, too long, mixed from scripts, without a letter or digit,
 * piled up with marks, or that reads like staff.
 */
export function displayNameOf(given: string): string {
  const name = given.normalize('NFC').replace(/\s+/gu, ' ').replace(invisible, '').trim();
  const problem = problemOf(name);
  if (problem === undefined) return name;
  throw new AppError('invalid', { issues: [{ path: 'displayName', message: problem }] });
}

/**
 * The keys of a name that `displayNameOf` has answered. Look-alikes are found in the name as it is
 * written (a capital I passes for an l) and in small letters (Greek capitals spell Latin words).
 */
export function nameKeys(name: string): NameKeys {
  const plain = name.normalize('NFKD').replace(invisible, '').replace(separators, ' ');
  const asWritten = mapped(mapped(plain).toLowerCase());
  return {
    fold: mapped(plain.toLowerCase()),
    skeleton: asWritten.replaceAll('rn', 'm').replaceAll('vv', 'w'),
  };
}

function problemOf(name: string): string | undefined {
  if (name.length === 0 || !/[\p{L}\p{N}]/u.test(name)) return 'needs a letter or a digit';
  if (name.length > longest) return `must have at most ${longest} characters`;
  if (/\p{M}{5}/u.test(name.normalize('NFD'))) return 'has too many marks on one letter';
  if (!allowedScripts.some((allowed) => allowed.test(name))) return 'mixes scripts';
  const { fold, skeleton } = nameKeys(name);
  if (Math.max(fold.length, skeleton.length) > longestKey) return 'is too long when written out';
  if (readsLikeStaff(name)) return 'is reserved';
  return undefined;
}

const mapped = (text: string): string =>
  [...text].map((char) => confusables.get(char) ?? char).join('');

const staffWords = new Set(
  'admin admins administrator administrators mod mods moderator moderators operator operators staff official officials support helpdesk system sysadmin root superuser livechat livechatanalyzer deleted erased 운영자 관리자 공식 운영진 관리팀 운영팀 고객센터 시스템'
    .split(' ')
    .map(staffKey),
);
const strongWords = 'admin administrator moderator operator official livechat 운영자 관리자'
  .split(' ')
  .map(staffKey);

/** A name is reserved if it, or a word of it, is a word for staff, or if it begins or ends with a strong one. */
function readsLikeStaff(name: string): boolean {
  const words = name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ').split(separators);
  const whole = staffKey(name);
  return (
    [...words.map(staffKey), whole].some((word) => staffWords.has(word)) ||
    strongWords.some((word) => whole.startsWith(word) || whole.endsWith(word))
  );
}

/** The letters of a text as look-alikes and the usual digits for letters make it read. */
function staffKey(text: string): string {
  const readAs: Readonly<Record<string, string>> = {
    '4': 'a',
    '@': 'a',
    '3': 'e',
    '5': 's',
    $: 's',
    '7': 't',
    i: 'l',
    '!': 'l',
  };
  const trimmed = nameKeys(text).skeleton.replace(/\d+$/u, '');
  return [...trimmed]
    .map((char) => readAs[char] ?? char)
    .join('')
    .replace(/[^\p{L}\p{M}]/gu, '');
}

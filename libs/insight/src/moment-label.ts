/** Words of a phrase that is part of what was written, and of one that is all of it, at most. */
const longestPart = 3;
const longestWhole = 6;
const mostUnits = 40;

const token =
  /\p{Extended_Pictographic}\p{M}*|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_]|['’](?=\p{L}))*|<3+|[:;]-?[()DPpO3]/gu;
const unread = /https?:\S+|www\.\S+|[@#][\p{L}\p{N}_-]+|\p{L}+[-_]\d{2,}/gu;
const pictured = /^\p{Extended_Pictographic}/u;
const laughed = /^(?:[ha]*(?:ha|ah){2,}[ha]*|(?:he){2,}h?|(?:ja){2,}j?)$/;

/** Words that are a label only within a phrase, or where they are all that was written. */
const minor = new Set(
  `a an the than about there from i im you u he she it its we they this that is was are am be been do did does not no yes so to of in on at
  for with and or but if as me my your his her him them us our what when who how why just too very really all one now
  up out off go get got can will would 이 그 저 거 것 좀 더 다 안 못 왜 뭐 진짜 이거 그냥 아 오 와 어 de la el en que es un una
  e o os das der die und ist le les et`.split(/\s+/),
);

/** What somebody wrote. */
export interface Said {
  readonly authorId: string;
  readonly text: string;
}

interface Word {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** What was written for one phrase: by whom, and in which spellings. */
interface Phrase {
  readonly authors: Set<string>;
  readonly spellings: Map<string, number>;
  readonly words: number;
}

/**
 * What most people wrote, in the spelling most used: a word, an emote or up to three words, a phrase rather than a
 * word of it; "" where fewer than `least` wrote the same.
 */
export function labelOf(lines: readonly Said[], least: number): string {
  const phrases = new Map<string, Phrase>();
  for (const line of lines) addPhrases(phrases, line);
  let [best, most] = [undefined as Phrase | undefined, 0];
  for (const phrase of phrases.values()) {
    const { authors, words } = phrase;
    const score = authors.size * (Math.min(words, longestPart) + 1);
    if (authors.size >= least && score > most) [best, most] = [phrase, score];
  }
  return best ? mostUsed(best) : '';
}

function addPhrases(phrases: Map<string, Phrase>, said: Said): void {
  const words = wordsOf(said.text.replace(unread, (found) => ' '.repeat(found.length)));
  const isShort = words.length <= longestWhole;
  if (words.length > 1 && isShort) addPhrase(phrases, said, words);
  for (let from = 0; from < words.length; from++) {
    for (let count = 1; count <= longestPart && from + count <= words.length; count++) {
      const part = words.slice(from, from + count);
      const isAll = count > 1 && count === words.length;
      if (!isAll && ![part[0], part.at(-1)].some(isMinor)) addPhrase(phrases, said, part);
    }
  }
}

function addPhrase(phrases: Map<string, Phrase>, { authorId, text }: Said, words: readonly Word[]) {
  const key = words.map((word) => word.key).join(' ');
  const phrase = phrases.get(key) ?? newPhrase(phrases, key, words.length);
  phrase.authors.add(authorId);
  const spelt = spelling(text.slice(words[0]?.start, words.at(-1)?.end));
  phrase.spellings.set(spelt, (phrase.spellings.get(spelt) ?? 0) + 1);
}

function newPhrase(phrases: Map<string, Phrase>, key: string, words: number): Phrase {
  const phrase = { authors: new Set<string>(), spellings: new Map<string, number>(), words };
  phrases.set(key, phrase);
  return phrase;
}

/** The words with their places; a sign said again and again is one word. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(token)) {
    const key = keyOf(found[0]);
    if (words.at(-1)?.key === key) continue;
    words.push({ key, start: found.index, end: found.index + found[0].length });
  }
  return words;
}

function keyOf(word: string): string {
  if (pictured.test(word)) return word;
  const folded = word.toLowerCase().replace(/['’]/g, '');
  return laughed.test(folded)
    ? 'haha'
    : folded.replace(/(.)\1{2,}/gu, '$1').replace(/^(ㅋ|ㅎ|w)\1$/u, '$1');
}

const isMinor = (word: Word | undefined): boolean => word === undefined || minor.has(word.key);

/** As it was written, but for letters that are drawn out and blanks. */
const spelling = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/([ㄱ-ㅎwW])\1{3,}/gu, '$1$1$1')
    .replace(/([^ㄱ-ㅎwW\d])\1{2,}/gu, '$1');

/** The most used spelling, the first of equals. */
function mostUsed({ spellings }: Phrase): string {
  let [best, most] = ['', 0];
  for (const [spelt, times] of spellings) if (times > most) [best, most] = [spelt, times];
  const characters = [...best];
  return characters.length > mostUnits ? `${characters.slice(0, mostUnits - 1).join('')}…` : best;
}

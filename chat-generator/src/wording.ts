import type { Persona } from './personas.ts';
import { between, chance, pick, type Random } from './random.ts';

/** A line as this person would write it: in capitals, stretched, or with a mark at its end. */
export function inManner(person: Persona, text: string, random: Random): string {
  let line = text;
  if (person.language === 'en' && chance(random, person.shouts)) line = line.toUpperCase();
  if (chance(random, person.stretches)) line = stretched(line, random);
  if (chance(random, 0.08)) line += pick(random, person.language === 'ko' ? koreanTails : tails);
  return chance(random, 0.06) ? `${line} ${pick(random, person.emotes)}` : line;
}

const tails = ['!', '!!', '...', ' lol', ' xD'];
const koreanTails = ['!', '~', '...', ' ㅋㅋ', ' ㅎㅎ', ' ㅠㅠ'];

const openings = {
  en: ['honestly', 'I think', 'ngl', 'guys', 'bro', 'ok but', 'well,', 'still,', 'see,', 'for me'],
  ko: ['솔직히', '근데', '진짜', '저는', '아니', '그래도', '다들', '음', '역시', '사실'],
} as const;

/** Now and then people begin with a word of their own before what others have said too. */
export const inOwnWords = (person: Persona, text: string, random: Random): string =>
  chance(random, 0.4) ? `${pick(random, openings[person.language])} ${text}` : text;

/** A near-duplicate of what everybody copies: same words, other case, length or ending. */
export function echo(person: Persona, text: string, random: Random): string {
  const cased = pick(random, [text, text.toUpperCase(), text.toLowerCase(), text]);
  const drawn = chance(random, 0.45) ? stretched(cased, random) : cased;
  const marked = drawn + '!'.repeat(chance(random, 0.4) ? between(random, 1, 4) : 0);
  return chance(random, 0.2) ? `${marked} ${pick(random, person.emotes)}` : marked;
}

/** Laughter of its own length: jamo repeated, or English syllables. */
export function laughter(text: string, random: Random): string {
  return text.replace(/([ㅋㅎ])\1+|(?:ha){2,}/u, (run, jamo: string | undefined) =>
    (jamo ?? run.slice(0, 2)).repeat(between(random, 2, jamo === undefined ? 5 : 12)),
  );
}

/** The line with one sound drawn out ("sooo", "yesss", "legeeend", "ㄷㄷㄷㄷ", "와아아"). */
export function stretched(text: string, random: Random): string {
  const last = text.slice(-1);
  if (/^[가-힣]$/u.test(last)) return text + koreanEcho(last, random);
  const end = /[aeiouynsmrhㅋㅎㅠㅜㄷㄱ]$/iu.test(text) ? text.length : lastVowelEnd(text);
  if (end === 0) return text;
  return text.slice(0, end) + text.charAt(end - 1).repeat(between(random, 2, 6)) + text.slice(end);
}

const lastVowelEnd = (text: string): number => {
  const vowel = [...text.matchAll(/[aeiou]/gi)].at(-1);
  return vowel === undefined ? 0 : vowel.index + 1;
};

/** Vowels a Korean syllable is drawn out with, by the index of its own vowel. */
const drawnVowels = '아애아애어에어에오아애에오우어에이우으이이';

/** "와" grows to "와아아": syllables of the same vowel; a closed syllable gets a wave instead. */
function koreanEcho(syllable: string, random: Random): string {
  const index = syllable.codePointAt(0)! - 0xac00;
  const closed = index % 28 !== 0;
  const vowel = drawnVowels.charAt(Math.floor((index % 588) / 28));
  return (closed ? '~' : vowel).repeat(between(random, 2, 4));
}

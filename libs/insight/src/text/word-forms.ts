import { DIGIT, MARK, classOf, foldOf } from './characters.ts';
import { CHECK_SEED, HASH_SEED, checkWith, hashWith } from './hashing.ts';

/** The two hashes of one way to spell a word. The object is reused by the next call: read it at once. */
export interface WordForm {
  hash: number;
  check: number;
}

const form: WordForm = { hash: HASH_SEED, check: CHECK_SEED };
const LEET: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' };
const leetOf = new Uint16Array(0x10000);
for (let unit = 0; unit < leetOf.length; unit += 1) {
  const letter = classOf[unit] === DIGIT ? LEET[String.fromCharCode(unit)] : undefined;
  leetOf[unit] = letter?.charCodeAt(0) ?? foldOf[unit] ?? unit;
}

/** As typed, capitals included: the form of emotes. */
export function casedHash(text: string, start: number, end: number): WordForm {
  begin();
  for (let at = start; at < end; at += 1) extend(text.charCodeAt(at));
  return form;
}

/** Lower case without accents, as the tokenizer hashes words. */
export function foldedHash(word: string): WordForm {
  begin();
  for (let at = 0; at < word.length; at += 1) extend(foldOf[word.charCodeAt(at)] ?? 0);
  return form;
}

/** Letters three times or more become two: "goooood" is "good". */
export function doubledHash(text: string, start: number, end: number): WordForm {
  begin();
  let previous = 0;
  let repeats = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (classOf[code] === MARK) continue;
    const unit = foldOf[code] ?? code;
    repeats = unit === previous ? repeats + 1 : 1;
    previous = unit;
    if (repeats <= 2) extend(unit);
  }
  return form;
}

/** Digits read as the letters they stand for: "tr4sh" is "trash". */
export function leetHash(text: string, start: number, end: number): WordForm {
  begin();
  for (let at = start; at < end; at += 1) extend(leetOf[text.charCodeAt(at)] ?? 0);
  return form;
}

function begin(): void {
  form.hash = HASH_SEED;
  form.check = CHECK_SEED;
}

function extend(unit: number): void {
  form.hash = hashWith(form.hash, unit);
  form.check = checkWith(form.check, unit);
}

import { HAS_LOWER } from './tokens.ts';
import type { Tokens } from './tokens.ts';

function bits(letters: string): number {
  const places = 'abcdefghijklmnopqrstuvwxyzхаеиه';
  return [...letters].reduce((mask, letter) => mask | (1 << places.indexOf(letter)), 0);
}

/** Two or three letters in turn: "haha", "jeje", "ksksk", "wkwk", "хаха". */
const TURNS = ['ha', 'he', 'hi', 'ho', 'ja', 'je', 'ji', 'js', 'ks', 'rs', 'wk', 'xa', 'hu', 'hue']
  .concat(['hau', 'lo', 'lol', 'bah', 'mwah', 'muah', 'kek', 'xd', 'ха', 'хе', 'хи', 'хаи', 'хае'])
  .map(bits);
/** One letter again and again: "kkkk", "wwww", "hhhh", "ههه". */
const SINGLES = ['k', 'w', 'h', 'j', 'ه'].map(bits);
const FEWEST_TURNS = 4;
const FEWEST_REPEATS = 3;

/** Whether the token at `row` is laughter by its shape, in any language. */
export function laughs(tokens: Tokens, row: number): boolean {
  const letters = tokens.letters[row] ?? 0;
  if (SINGLES.includes(letters)) return repeats(tokens, row);
  return (tokens.squashedLength[row] ?? 0) >= FEWEST_TURNS && TURNS.includes(letters);
}

function repeats(tokens: Tokens, row: number): boolean {
  const length = (tokens.end[row] ?? 0) - (tokens.start[row] ?? 0);
  // "XXX" and "HHH" in capitals are more often something else.
  return length >= FEWEST_REPEATS && ((tokens.marks[row] ?? 0) & HAS_LOWER) !== 0;
}

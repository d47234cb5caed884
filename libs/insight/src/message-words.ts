/** Messages of fewer words are votes of their own, however often they are said. */
const leastWords = 4;
/** Words beyond these of one message are not compared. */
const mostWords = 128;

const letter = /\p{L}|\p{N}/u;
/** Scripts written without blanks: each character counts as a word. */
const unspaced = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u;

/**
 * The canonical form in which messages are compared: the distinct words, case folded, punctuation
 * and repeats of a letter squashed, as sorted 32-bit hashes; undefined below four words in all.
 */
export function wordsOf(text: string): Int32Array | undefined {
  const hashes: number[] = [];
  let [hash, last] = [0, ''];
  const close = () => {
    if (hash !== 0) hashes.push(hash);
    [hash, last] = [0, ''];
  };
  for (const character of text.toLowerCase()) {
    if (!isLetter(character)) close();
    else if (isUnspaced(character)) {
      close();
      hash = mixed(offsetBasis, character);
      close();
    } else if (character !== last) {
      hash = mixed(hash || offsetBasis, character);
      last = character;
    }
    if (hashes.length >= mostWords) break;
  }
  close();
  return hashes.length < leastWords ? undefined : new Int32Array(new Set(hashes)).sort();
}

/** FNV-1a, a code point a step. */
const offsetBasis = 0x811c9dc5 | 0;
const mixed = (hash: number, character: string): number =>
  Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);

const ascii = (character: string): boolean => character.length === 1 && character < '\u0080';
const isLetter = (character: string): boolean =>
  ascii(character) ? /[a-z0-9]/.test(character) : letter.test(character);
const isUnspaced = (character: string): boolean => !ascii(character) && unspaced.test(character);

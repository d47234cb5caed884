// @ts-check
// How much of a window five quotes stand for, measured apart from how they were chosen: nothing of the
// product's own text code is used here.

/** A message is represented where a quote shares that much with it: Jaccard index of words. */
export const ALIKE = 1 / 3;

/** Words that say nothing of what a message is about; a message of only these keeps them. */
const empty = new Set(
  (
    'a an the and or but so of to in on at for with from by as is are was were be been am do does did have has had ' +
    'i you he she it we they me him her us them my your his its our their this that these those there here what ' +
    'who how when where why which not no yes if then than just can could will would should if im its dont thats ' +
    'youre isnt cant'
  ).split(' '),
);

/**
 * Words of a text: lower case, repeats of a letter squashed; emotes and emoji count, names spoken to do not.
 * @param {string} text
 */
export function wordsOf(text) {
  const words = text
    .replace(/@?\b[a-z]+-\d{3,}\b[,:]?/gi, ' ')
    .replace(/@\S+/g, ' ')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/([\p{L}\p{Emoji_Presentation}])\1+/gu, '$1')
    .match(/[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu);
  const all = words ?? [];
  const telling = all.filter((word) => !empty.has(word));
  return new Set(telling.length > 0 ? telling : all);
}

/** @param {ReadonlySet<string>} one @param {ReadonlySet<string>} other */
export function jaccard(one, other) {
  let common = 0;
  for (const word of one) if (other.has(word)) common += 1;
  const union = one.size + other.size - common;
  return union === 0 ? 0 : common / union;
}

/**
 * Share of the messages with a quote like them, and how alike the two most alike quotes are.
 * @param {readonly string[]} texts
 * @param {readonly string[]} quotes
 */
export function measured(texts, quotes) {
  const chosen = quotes.map(wordsOf);
  const words = texts.map(wordsOf);
  const like = words.filter((one) => chosen.some((quote) => jaccard(one, quote) >= ALIKE));
  const pairs = chosen.flatMap((one, i) => chosen.slice(i + 1).map((other) => jaccard(one, other)));
  return { represented: like.length / texts.length, alike: Math.max(0, ...pairs) };
}

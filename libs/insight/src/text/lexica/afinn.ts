import { createRequire } from 'node:module';
import type { WordList, WordSection } from '../word-list.ts';

/**
 * AFINN-165 as the `sentiment` package carries it (Finn Årup Nielsen 2011; packaged by Andrew Sliwinski, MIT), read
 * once. It stands behind our own English words: what a chat means by "sick" or "kill" is decided there.
 */
export function afinn(): WordList {
  const labels = createRequire(import.meta.url)('sentiment/languages/en/labels.json') as Readonly<
    Record<string, number>
  >;
  const words = Object.keys(labels).filter((word) => /^[a-z][a-z' -]*$/.test(word));
  return { language: 'en', words: words.map((word) => section(word, labels[word] ?? 0)) };
}

/** Words joined by a hyphen are tokenized as a phrase. */
function section(word: string, valence: number): WordSection {
  const words = word.replaceAll('-', ' ');
  return { role: valence > 0 ? 'praise' : 'criticism', valence, words };
}

import { describe, expect, it } from 'vitest';
import { languageNumber } from './languages.ts';
import { Lexicon } from './lexicon.ts';
import { NO_MEANING } from './meanings.ts';
import { Tokenizer } from './tokenizer.ts';
import { foldedHash } from './word-forms.ts';
import { entriesOf } from './word-list.ts';
import type { WordList } from './word-list.ts';
import { wordLists } from './word-lists.ts';

const list = (words: string): WordList => ({
  language: 'en',
  words: [{ role: 'praise', valence: 3, words }],
});

describe('Lexicon', () => {
  it('writes out the endings of an entry', () => {
    expect(entriesOf({ role: 'plain', words: 'rock|s|ed, a  b,, c' })).toEqual([
      'rock',
      'rocks',
      'rocked',
      'a b',
      'c',
    ]);
  });

  it('finds a word with an apostrophe also without it', () => {
    const lexicon = new Lexicon([list("y'know")]);
    expect(lexicon.word(foldedHash('yknow'))).not.toBe(NO_MEANING);
  });

  it('finds the longest phrase', () => {
    const lexicon = new Lexicon([list('so much, so much fun to watch')]);
    lexicon.phraseAt(new Tokenizer().read('so much fun to watch today'), 0);
    expect(lexicon.phraseLength).toBe(5);
    lexicon.phraseAt(new Tokenizer().read('so much fun to play'), 0);
    expect(lexicon.phraseLength).toBe(2);
  });

  it('keeps the first meaning a language gives a word, and one for each language', () => {
    const both = new Lexicon([
      list('gift'),
      { language: 'de', words: [{ role: 'criticism', valence: -3, words: 'gift' }] },
      { language: 'en', words: [{ role: 'plain', words: 'gift' }] },
    ]);
    const head = both.word(foldedHash('gift'));
    expect(both.meanings.valence[both.meanings.inLanguage(head, languageNumber('en'))]).toBe(3);
    expect(both.meanings.valence[both.meanings.inLanguage(head, languageNumber('de'))]).toBe(-3);
  });

  it.each(['?!', '안녕', 'two three four five six seven eight', 'hi ! there'])(
    'refuses the entry "%s", which would never be found',
    (words) => {
      expect(() => new Lexicon([list(words)])).toThrow(/Not a (?:word|phrase)/);
    },
  );

  it('has words of its own in every language it scores', () => {
    const scored = new Set(
      wordLists
        .filter((each) => [...(each.words ?? []), ...(each.syllables ?? [])].some((s) => s.valence))
        .map((each) => each.language),
    );
    for (const language of ['en', 'ko', 'es', 'pt', 'de', 'fr', 'it', 'ar', 'hi', 'ja', 'zh', 'ru'])
      expect(scored).toContain(language);
  });
});

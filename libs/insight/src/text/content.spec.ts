import { describe, expect, it } from 'vitest';
import { canonicalForm, contentOf } from './content.ts';

describe('contentOf', () => {
  it('folds case, repeats, accents, punctuation, emotes and laughter away', () => {
    const forms = ['Nice   PLAY!!', 'niiiice play 😂', 'nice, play KEKW', 'níce play lol'];
    expect(new Set(forms.map(canonicalForm))).toEqual(new Set(['nice play']));
  });

  it('keeps numbers as they are', () => {
    expect(canonicalForm('level 1000')).toBe('level 1000');
  });

  it.each(['KEKW KEKW', '😂😂', 'ㅋㅋㅋㅋ', 'hahaha', ':)', '', '!!!', 'lol'])(
    'finds no words in "%s"',
    (text) => {
      expect(contentOf(text)).toMatchObject({ canonical: '', words: 0, terms: [] });
    },
  );

  it('picks the words that tell what a message is about', () => {
    const terms = contentOf('please show us the dragon armor again, it was so good').terms;
    expect(terms.map((term) => term.surface)).toEqual(['dragon', 'armor']);
  });

  it('takes the particles off Korean nouns', () => {
    const keys = ['드래곤이 나왔다', '드래곤을 봤어요', '드래곤은 어디'].map(
      (text) => contentOf(text).terms[0]?.key,
    );
    expect(new Set(keys)).toEqual(new Set(['드래곤']));
  });

  it('notes links and orders to bots', () => {
    expect(contentOf('look at www.example.org').hasLink).toBe(true);
    expect(contentOf('!uptime').isCommand).toBe(true);
  });
});

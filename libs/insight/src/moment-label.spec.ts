import { expect, test } from 'vitest';
import { labelOf } from './moment-label.ts';

const said = (...texts: readonly string[]) => texts.map((text, i) => ({ authorId: `u${i}`, text }));

test.each([
  ['what most wrote', ['GOAL', 'GOAL', 'nice pass', 'lol'], 'GOAL'],
  ['a phrase rather than a word of it', ['HE DID IT', 'he did it', 'HE DID IT omg'], 'HE DID IT'],
  ['drawn-out letters as one', ['LETS GOOOO', 'LETS GOOOOOO', 'lets go'], 'LETS GO'],
  ['an emote', ['KEKW', 'KEKW KEKW KEKW', 'what a throw KEKW'], 'KEKW'],
  ['an emoji', ['🔥🔥🔥', '🔥', 'wow'], '🔥'],
  ['Korean laughter', ['ㅋㅋㅋㅋㅋㅋ', 'ㅋㅋㅋㅋ', '와'], 'ㅋㅋㅋ'],
  [
    'a word that longer lines share',
    ['that dragon is huge', 'look at the dragon', 'run'],
    'dragon',
  ],
])('a label is %s', (_, texts, label) => expect(labelOf(said(...texts), 2)).toBe(label));

test('one chatter makes no label, nor do names and links, nor words that say nothing', () => {
  const one = ['GG', 'GG', 'GG'].map((text) => ({ authorId: 'ann', text }));
  expect(labelOf(one, 2)).toBe('');
  expect(labelOf(said('@ann', '@ann', 'https://a.example', 'https://a.example'), 2)).toBe('');
  expect(labelOf(said('the end is', 'the is'), 3)).toBe('');
});

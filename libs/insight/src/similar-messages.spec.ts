import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageColumns } from './message-columns.ts';
import { wordsOf } from './message-words.ts';
import { alike, SimilarMessages } from './similar-messages.ts';

const row = (offset: number, words: Int32Array | undefined) => ({
  offset,
  slot: 0,
  author: 0,
  kind: 0,
  milli: 0,
  words,
});

function joined(texts: readonly string[]) {
  const columns = new MessageColumns();
  const similar = new SimilarMessages(columns);
  texts.forEach((text, i) => similar.add(columns.push(row(i, wordsOf(text)))));
  const parents = () => [...columns.parent.subarray(columns.start, columns.end)];
  return { columns, similar, parents };
}

/** The latest earlier text that shares at least half of the words of both, found the slow way. */
const slowParents = (texts: readonly string[], gone = new Set<number>()) =>
  texts.map((text, i) => {
    const words = wordsOf(text);
    const earlier = texts.slice(0, i).map((_, j) => i - 1 - j);
    return (
      earlier.find((j) => {
        const theirs = wordsOf(texts[j] ?? '');
        return words && theirs && !gone.has(j) && alike(words, theirs);
      }) ?? -1
    );
  });

const word = fc.constantFrom('boss', 'fight', 'now', 'red', 'blue', 'shield', 'go', 'last');
const text = fc.array(word, { minLength: 2, maxLength: 9 }).map((words) => words.join(' '));

describe('much-alike messages', () => {
  test('each is joined to the latest earlier one that shares half of the words', () => {
    const { parents } = joined([
      'everyone buy the red shield now',
      'something else entirely is said here',
      'everyone buy the red shield please',
      'lol',
      'Everyone!! buy the RED shieldddd please',
    ]);
    expect(parents()).toEqual([-1, -1, 0, -1, 2]);
  });

  test('short reactions are joined to none', () => {
    expect(joined(['gg wp all', 'gg wp all', 'gg wp all']).parents()).toEqual([-1, -1, -1]);
  });

  test('the quick way finds what the slow way finds', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (texts) => {
        expect(joined(texts).parents()).toEqual(slowParents(texts));
      }),
    );
  });

  test('taken out, a message is as if it had never been; put back, as if it had not gone', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 30 }), fc.nat(), (texts, pick) => {
        const { similar, parents } = joined(texts);
        const place = pick % texts.length;
        similar.takeOut(place);
        const without = slowParents(texts, new Set([place]));
        const others = (all: readonly number[]) => all.filter((_, i) => i !== place);
        expect(others(parents())).toEqual(others(without));
        similar.putBack(place);
        expect(parents()).toEqual(slowParents(texts));
      }),
    );
  });

  test('dropped messages are joined to no more', () => {
    const texts = ['buy the red shield', 'buy the red shield', 'buy the red shield'];
    const { columns, similar } = joined(texts);
    for (let i = 0; i < 3; i++) {
      similar.dropFirst(columns.firstSequence);
      columns.dropFirst();
    }
    const sequence = columns.push(row(3, wordsOf('buy the red shield')));
    similar.add(sequence);
    expect(columns.parent[sequence - columns.base]).toBe(-1);
  });

  test('a flood of messages that share a word costs no more than a bounded look at each', () => {
    const flood = Array.from({ length: 20_000 }, (_, i) => `the a${i} b${i} c${i} d${i} e${i}`);
    const begin = process.cpuUsage();
    joined(flood);
    const { user } = process.cpuUsage(begin);
    expect(user / flood.length).toBeLessThan(150);
  });
});

describe('the words of a message', () => {
  test('are alike for any case, punctuation and stretched letters', () => {
    expect(wordsOf('Buy the red shield!')).toEqual(wordsOf('BUY, the... reeeed shield??'));
  });

  test('of scripts without blanks are their characters', () => {
    expect(wordsOf('今日は楽しい')?.length).toBe(6);
  });

  test('are none for fewer than four', () => {
    expect(wordsOf('so very good')).toBeUndefined();
    expect(wordsOf('')).toBeUndefined();
  });
});

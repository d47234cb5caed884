import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordsOf } from './message-words.ts';
import { RecentMessages, type CountedMessage } from './recent-messages.ts';
import { verdict } from './tally.ts';

const start = Date.UTC(2026, 2, 1, 20);
const minute = 60_000;

interface Line {
  readonly at: number;
  readonly who: string;
  readonly score: number;
  readonly text?: string;
}

const message = ({ at, who, score, text = '' }: Line, offset: number): CountedMessage => ({
  offset,
  at: start + at,
  authorId: who,
  verdict: verdict({
    sentiment: score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral',
    score,
    category: 'other',
    toxicity: 0,
  }),
  words: wordsOf(text),
});

function memory(lines: readonly Line[], maxMessages = 10_000) {
  const bounds = { maxMessages, hits: 0 };
  const recent = new RecentMessages({ maxMessages, onBoundHit: () => bounds.hits++ });
  lines.forEach((line, offset) => recent.add(message(line, offset)));
  return { recent, bounds };
}

describe('the windows', () => {
  test('hold the messages of their last 1, 5 and 15 minutes of event time', () => {
    const { recent } = memory([
      { at: 0, who: 'a', score: 1 },
      { at: 12 * minute, who: 'b', score: 1 },
      { at: 15.5 * minute, who: 'c', score: -1 },
    ]);
    const { m1, m5, m15 } = recent.windows();
    expect([m1.messages, m5.messages, m15.messages]).toEqual([1, 2, 2]);
    expect([m1.chatters, m5.chatters, m15.chatters]).toEqual([1, 2, 2]);
    expect(m5.sentiment).toEqual({ positive: 1, neutral: 0, negative: 1 });
  });

  test('weigh what was said lately more: the same chatter now counts most', () => {
    const { recent } = memory([
      { at: 0, who: 'a', score: 1 },
      { at: 55_000, who: 'a', score: -1 },
    ]);
    const { m1, m15 } = recent.windows();
    expect(m1.mood).toBeLessThan(-0.7);
    expect(m15.mood).toBeGreaterThan(-0.1);
  });

  test('count a copypasta of eight chatters as four votes', () => {
    const text = 'we all want the old map back';
    const crowd = Array.from({ length: 8 }, (_, i) => ({ at: i, who: `c${i}`, score: -1, text }));
    const others = Array.from({ length: 4 }, (_, i) => ({ at: 9, who: `o${i}`, score: 1 }));
    expect(memory([...crowd, ...others]).recent.windows().m1.mood).toBe(0);
  });

  test('count short reactions as votes of their own', () => {
    const crowd = Array.from({ length: 9 }, (_, i) => ({
      at: i,
      who: `c${i}`,
      score: 1,
      text: 'gg',
    }));
    const { m1 } = memory([...crowd, { at: 9, who: 'o', score: -1 }]).recent.windows();
    expect(m1.mood).toBe(0.8);
  });

  test('do not move when a message comes late, nor lose their place', () => {
    const { recent } = memory([
      { at: 10 * minute, who: 'a', score: 1 },
      { at: 9.5 * minute, who: 'b', score: 1 },
      { at: 2 * minute, who: 'c', score: 1 },
    ]);
    const { m1, m5, m15 } = recent.windows();
    expect([m1.messages, m5.messages, m15.messages]).toEqual([2, 2, 3]);
    expect([m1.chatters, m5.chatters, m15.chatters]).toEqual([2, 2, 3]);
  });

  test('are the same for a memory that begins anywhere before them', () => {
    const line = fc.record({
      at: fc.integer({ min: 0, max: 40_000 }),
      who: fc.constantFrom('a', 'b', 'c', 'd'),
      score: fc.constantFrom(-1, -0.4, 0, 0.6, 1),
      text: fc.constantFrom('gg', 'one two three four', 'one two three five', 'six two three four'),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 5, maxLength: 120 }), (gaps) => {
        let at = 0;
        const lines = gaps.map((gap) => ({ ...gap, at: (at += gap.at) }));
        const windowFrom = Math.max(0, at - 15 * minute - 10_000);
        const late = lines.filter((l) => l.at >= windowFrom);
        const fresh = memory([]).recent;
        lines.forEach((l, offset) => late.includes(l) && fresh.add(message(l, offset)));
        expect(fresh.windows()).toEqual(memory(lines).recent.windows());
      }),
    );
  });

  test('keep to the bound of messages, and say that it was hit', () => {
    const lines = Array.from({ length: 30 }, (_, i) => ({ at: i * 1_000, who: `u${i}`, score: 1 }));
    const { recent, bounds } = memory(lines, 10);
    expect(recent.windows().m15).toMatchObject({ messages: 10, chatters: 10 });
    expect(bounds.hits).toBe(20);
    expect(recent.wholeFrom).toBeGreaterThan(start + 15_000);
  });
});

describe('10 s pieces', () => {
  test('count messages, chatters and scores, and give back what is removed', () => {
    const { recent } = memory([
      { at: 1_000, who: 'a', score: 0.1 },
      { at: 2_000, who: 'a', score: 0.2 },
      { at: 9_999, who: 'b', score: -1 },
      { at: 10_000, who: 'c', score: 1 },
    ]);
    expect(recent.bucket(start)).toMatchObject({ messages: 3, chatters: 2, score: -0.7 });
    recent.setGone(2, true);
    recent.setGone(2, true);
    expect(recent.bucket(start)).toMatchObject({ messages: 2, chatters: 1, score: 0.3 });
    recent.setGone(2, false);
    expect(recent.bucket(start)).toMatchObject({ messages: 3, chatters: 2, score: -0.7 });
  });

  test('are handed over when they become too old to be kept', () => {
    const left: number[] = [];
    const recent = new RecentMessages({
      maxMessages: 100,
      onBoundHit: () => undefined,
      onBucketLeft: ({ at, messages }) => left.push(at - start, messages),
    });
    recent.add(message({ at: 5_000, who: 'a', score: 1 }, 0));
    recent.add(message({ at: 20 * minute, who: 'a', score: 1 }, 1));
    expect(left).toEqual([0, 1]);
  });
});

import type { Label } from '@livechat/contracts';
import { describe, expect, it } from 'vitest';
import { at, event, messages } from '../chat/fake-server.fixture.ts';
import { sentimentShares } from '../components/insight/mood-counts.ts';
import { behind } from './messages-behind.ts';

const label = (offset: number, change: Partial<Label> = {}): [number, Label] => [
  offset,
  { offset, sentiment: 'neutral', score: 0, category: 'other', toxicity: 0, ...change },
];

describe('messages behind a bar', () => {
  const events = [...messages(1, 6), event('stream.ended', 7)];
  const labels = new Map([
    label(1, { category: 'praise' }),
    label(2, { sentiment: 'positive', category: 'praise' }),
    label(4, { sentiment: 'positive' }),
    label(6, { category: 'praise' }),
    label(7, { category: 'praise' }),
  ]);
  const offsets = (found: readonly { offset: number }[]) => found.map(({ offset }) => offset);

  it('are those of its category or sentiment, the newest first', () => {
    expect(offsets(behind(events, labels, { of: 'category', value: 'praise' }))).toEqual([6, 2, 1]);
    expect(offsets(behind(events, labels, { of: 'sentiment', value: 'positive' }))).toEqual([4, 2]);
  });

  it('are those of the window', () => {
    const since = behind(events, labels, { of: 'category', value: 'praise' }, at + 2);
    expect(offsets(since)).toEqual([6, 2]);
  });
});

describe('shares of sentiments', () => {
  const shares = (positive: number, neutral: number, negative: number) =>
    sentimentShares({ sentiment: { positive, neutral, negative } } as never).map(
      ({ share }) => share,
    );

  it('add up to one, and are nothing of nothing', () => {
    expect(shares(2, 1, 1)).toEqual([0.5, 0.25, 0.25]);
    expect(shares(0, 0, 0)).toEqual([0, 0, 0]);
  });
});

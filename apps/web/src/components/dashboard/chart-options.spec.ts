// @vitest-environment happy-dom
import type { Bucket } from '@livechat/contracts';
import { describe, expect, it } from 'vitest';
import type { ChartInput } from './chart-frame.ts';
import { categoryOption, volumeOption } from './mix-options.ts';
import { moodOption } from './mood-option.ts';

const bucket = (at: number, positive: number, negative: number): Bucket => ({
  at,
  messages: positive + negative,
  chatters: 4,
  sentiment: { positive, neutral: 0, negative },
  categories: {
    praise: positive,
    criticism: negative,
    laughter: 0,
    question: 0,
    advice: 0,
    greeting: 0,
    other: 0,
  },
  toxic: 0,
  score: (positive - negative) / 2,
});
const moment = (id: string, peakAt: number, chatters: number) => ({
  id,
  from: 1,
  upTo: 2,
  peakAt,
  chatters,
  label: `<b>${id}</b>`,
  category: 'laughter' as const,
  mood: 0,
});
const input: ChartInput = {
  buckets: [bucket(0, 9, 1), bucket(20_000, 1, 9)],
  moments: [moment('seen', 10_000, 8), moment('withdrawn', 10_000, 0), moment('early', -5, 8)],
  range: { from: 0, to: 30_000, step: '10s' },
  theme: 'light',
  locale: 'en',
  word: (key) => key,
};
interface Series {
  readonly name?: string;
  readonly data: [number, number | null][];
  readonly markLine?: { readonly data: { readonly xAxis?: number }[] };
}
const seriesOf = (option: Record<string, unknown>) => option['series'] as Series[];

describe('charts', () => {
  it('break the line of moods where nobody wrote', () => {
    const line = seriesOf(moodOption(input))[2];
    expect(line?.data).toEqual([
      [0, 0.4],
      [10_000, null],
      [20_000, -0.4],
    ]);
  });

  it('draw the band from the low end upward', () => {
    const [low, reach] = seriesOf(moodOption(input));
    for (const at of [0, 2]) {
      const [from, height] = [low?.data[at]?.[1] ?? 0, reach?.data[at]?.[1] ?? 0];
      expect(height).toBeGreaterThan(0);
      expect(from + height).toBeLessThanOrEqual(1);
    }
  });

  it('draw a line at the moments of the range that were not withdrawn', () => {
    const lines = seriesOf(moodOption(input))[2]?.markLine?.data;
    expect(lines).toEqual([{ xAxis: 10_000 }]);
  });

  it('stack all seven categories, and count silence as nothing', () => {
    const all = seriesOf(categoryOption(input));
    expect(all).toHaveLength(7);
    expect(all[0]?.data.map(([, value]) => value)).toEqual([9, 0, 1]);
  });

  it('show messages and chatters on one scale', () => {
    const [messages, chatters] = seriesOf(volumeOption(input));
    expect(messages?.data.map(([, value]) => value)).toEqual([10, 0, 10]);
    expect(chatters?.data.map(([, value]) => value)).toEqual([4, 0, 4]);
  });
});

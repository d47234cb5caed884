import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.ts';

const durations = fc.array(fc.double({ min: 0, max: 600_000, noNaN: true }), { minLength: 1 });

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

describe('a histogram of durations', () => {
  it('answers percentiles within 1.6 % of the exact ones', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0, 0.5, 0.9, 0.99, 1), (values, share) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!;
        const given = histogramOf(values).percentile(share);
        expect(given).toBeGreaterThanOrEqual(exact - 0.001);
        expect(given).toBeLessThanOrEqual(exact * 1.016 + 0.001);
      }),
    );
  });

  it('merged with another is the histogram of all their durations', () => {
    fc.assert(
      fc.property(durations, durations, (some, others) => {
        const merged = histogramOf(some);
        merged.merge(histogramOf(others));
        expect(merged).toEqual(histogramOf([...some, ...others]));
      }),
    );
  });

  it('answers 0 where nothing was measured', () => {
    expect(new Histogram().percentile(0.99)).toBe(0);
  });
});

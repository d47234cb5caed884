import { describe, expect, it } from 'vitest';
import { relativeTime } from './relative-time.ts';
import { runningTime } from './running-time.ts';
import { exactNumber, percent, shortNumber, signedNumber } from './short-number.ts';

const minute = 60_000;

describe('numbers as people read them', () => {
  it.each([
    [0, 'en', '0'],
    [950, 'en', '950'],
    [12_400, 'en', '12.4k'],
    [1_260_000, 'en', '1.3M'],
    [950, 'ko', '950'],
    [12_400, 'ko', '1.2만'],
  ])('%d in %s is short as %s', (value, locale, text) => {
    expect(shortNumber(value, locale)).toBe(text);
  });

  it('gives every digit on demand', () => {
    expect(exactNumber(12_437, 'en')).toBe('12,437');
  });

  it.each([
    [0.314, '+0.31'],
    [-0.5, '−0.50'],
    [0, '0.00'],
    [-0.001, '0.00'],
  ])('%d shows its direction as %s', (value, text) => {
    expect(signedNumber(value, 'en')).toBe(text);
  });

  it('rounds shares to whole percents', () => {
    expect(percent(0.426, 'en')).toBe('43%');
  });
});

describe('times as people read them', () => {
  it.each([
    [0, { hours: 0, minutes: 0 }],
    [59_999, { hours: 0, minutes: 0 }],
    [61 * minute, { hours: 1, minutes: 1 }],
    [-5 * minute, { hours: 0, minutes: 0 }],
  ])('%d ms have run as %o', (ms, time) => {
    expect(runningTime(1_000_000, 1_000_000 + ms)).toEqual(time);
  });

  it.each([
    [30_000, 'en', undefined],
    [5 * minute, 'en', '5 minutes ago'],
    [5 * minute, 'ko', '5분 전'],
    [90 * minute, 'en', '1 hour ago'],
    [26 * 60 * minute, 'en', 'yesterday'],
    [-minute, 'en', undefined],
  ])('%d ms ago reads in %s as %s', (ago, locale, text) => {
    const now = 1_800_000_000_000;
    expect(relativeTime(now - ago, now, locale)).toBe(text);
  });
});

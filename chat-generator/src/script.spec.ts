import { describe, expect, it } from 'vitest';
import { personas, rates } from './personas.ts';
import { gaming } from './phrases/gaming.ts';
import type { Show } from './phrases/show.ts';
import { talk } from './phrases/talk.ts';
import { seeded } from './random.ts';
import { script, type LineKind, type ScriptLine } from './script.ts';

const hour = { rate: 3, burst: 5.5, seconds: 3_600 };
const cast = (show: Show, count = 80) => personas(show, count, seeded('cast'));
const linesOf = (show: Show, pace = hour, seed = 'seed'): readonly ScriptLine[] => [
  ...script(show, cast(show), pace, seed),
];
const share = (lines: readonly ScriptLine[], ...kinds: LineKind[]) =>
  lines.filter(({ kind }) => kinds.includes(kind)).length / lines.length;
const wordCount = (text: string) => text.trim().split(/\s+/).length;
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
/** Case, repeats and marks folded, as near-duplicates are found. */
const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/(.)\1+/gu, '$1')
    .replace(/[\s!.~?]+/g, ' ')
    .trim();
const perSecond = (lines: readonly ScriptLine[], seconds: number) => {
  const counts = new Array<number>(Math.ceil(hour.seconds / seconds)).fill(0);
  for (const { at } of lines) counts[Math.floor(at / 1_000 / seconds)]! += 1 / seconds;
  return counts;
};

describe.each([gaming, talk])('the script of "$title"', (show) => {
  const lines = linesOf(show);

  it('is the same for the same seed and another for another', () => {
    expect(linesOf(show)).toEqual(lines);
    expect(linesOf(show, hour, 'other')).not.toEqual(lines);
  });

  it('goes in time order at the rate asked for', () => {
    expect(lines.every(({ at }, n) => n === 0 || at >= lines[n - 1]!.at)).toBe(true);
    expect(lines.length / hour.seconds).toBeGreaterThan(2.7);
    expect(lines.length / hour.seconds).toBeLessThan(3.3);
  });

  it('has short lines: a median of two or three words', () => {
    const words = median(lines.map(({ text }) => wordCount(text)));
    expect(words).toBe(show === gaming ? 3 : 2);
  });

  it('has 15 to 25 % of emotes alone, 3 to 8 % of questions and few jabs', () => {
    expect(share(lines, 'emotes')).toBeGreaterThan(0.15);
    expect(share(lines, 'emotes')).toBeLessThan(0.25);
    expect(share(lines, 'question')).toBeGreaterThan(0.03);
    expect(share(lines, 'question')).toBeLessThan(0.08);
    expect(share(lines, 'jab')).toBeLessThan(0.015);
  });

  it('bursts to five times the ordinary rate and more', () => {
    const rate = perSecond(lines, 5).toSorted((a, b) => a - b);
    const [ordinary, high] = [
      rate[Math.floor(rate.length / 2)]!,
      rate[Math.floor(rate.length * 0.97)]!,
    ];
    expect(high / ordinary).toBeGreaterThan(4);
    expect(high / ordinary).toBeLessThan(8);
  });

  it('repeats in its bursts what everybody copies, in 10 to 20 % of the lines', () => {
    const busy = lines.filter(({ kind }) => kind === 'reaction' || kind === 'echo');
    const spikes = lines.filter(({ at }) => busy.some((line) => Math.abs(line.at - at) < 500));
    expect(share(spikes, 'echo')).toBeGreaterThan(0.1);
    expect(share(spikes, 'echo')).toBeLessThan(0.2);
    const echoes = lines.filter(({ kind }) => kind === 'echo').map(({ text }) => text);
    expect(new Set(echoes).size).toBeGreaterThan(3 * new Set(echoes.map(folded)).size * 0.5);
  });

  it('repeats itself as chats do: 15 to 35 % folded duplicates in 100 messages', () => {
    let doubled = 0;
    for (let from = 0; from + 100 <= lines.length; from += 100) {
      const part = lines.slice(from, from + 100);
      doubled += 100 - new Set(part.map(({ text }) => folded(text))).size;
    }
    const duplicates = doubled / (Math.floor(lines.length / 100) * 100);
    expect(duplicates).toBeGreaterThan(0.15);
    expect(duplicates).toBeLessThan(0.35);
  });

  it('has a few who write most, and nobody who writes more than one person may', () => {
    const counts = new Map<number, number>();
    for (const { chatter } of lines) counts.set(chatter, (counts.get(chatter) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const top = sorted.slice(0, 8).reduce((sum, count) => sum + count, 0);
    expect(top / lines.length).toBeGreaterThan(0.25);
    expect(sorted[0]! / hour.seconds).toBeLessThan(1);
    const pauses = new Map<number, number>();
    const hasty = lines.filter(({ chatter, at }) => {
      const before = pauses.get(chatter) ?? -Infinity;
      pauses.set(chatter, at);
      return at - before < 1_000;
    });
    expect(hasty.length / lines.length).toBeLessThan(0.01);
  });

  it('changes its topic, so that one part does not read like another', () => {
    const remarks = (from: number) =>
      new Set(
        lines
          .filter(({ kind, at }) => kind === 'question' && at >= from && at < from + 100_000)
          .map(({ text }) => text),
      );
    const [first, later] = [remarks(0), remarks(600_000)];
    expect([...first].some((text) => !later.has(text))).toBe(true);
  });
});

describe('a short script', () => {
  it.each([12, 20, 30, 60])(
    'of %i s has the rate asked for, whatever part of it is a burst',
    (seconds) => {
      const counts = Array.from(
        { length: 20 },
        (_, n) => linesOf(gaming, { rate: 20, burst: 5.5, seconds }, `short ${n}`).length,
      );
      const mean = counts.reduce((sum, count) => sum + count, 0) / 20 / seconds;
      expect(mean).toBeGreaterThan(18.5);
      expect(mean).toBeLessThan(21.5);
    },
  );
});

describe('the script at a load no people could make', () => {
  it('keeps the rate steady where bursts are off', () => {
    const lines = linesOf(gaming, { rate: 800, burst: 1, seconds: 30 });
    expect(lines.length / 30).toBeGreaterThan(760);
    expect(lines.length / 30).toBeLessThan(840);
  });

  it('spreads it so that no chatter gets more than an equal part where it is high', () => {
    const shares = rates(cast(gaming, 100), 1_000, 0.5);
    expect(Math.max(...shares)).toBeLessThan(10.1);
    expect(shares.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1_000, 0);
  });
});

describe('the personas', () => {
  it('have distinct names of one script each, Korean ones in the share of the show', () => {
    const people = cast(talk, 500);
    expect(new Set(people.map(({ name }) => name)).size).toBe(500);
    for (const { name } of people) expect(name).toMatch(/^([a-z]+|[가-힣]+)\d*$/);
    const korean = people.filter(({ language }) => language === 'ko').length;
    expect(korean / 500).toBeCloseTo(talk.koreanShare, 1);
  });
});

import { category, positionText, type Category, type Moment } from '@livechat/contracts';
import { labelOf } from './moment-label.ts';
import type { Verdict } from './tally.ts';
import { bucketOf } from './timeline.ts';

/** People write this long after what they write of, ms. */
export const reactionLagMs = 10_000;
/** A moment that goes on is told of up to this long, ms. */
const longestMs = 120_000;
/** Lines a label is made from, spread evenly over those there are. */
const mostLabelled = 400;
const least = 2;

/** A stretch in which unusually many wrote; times in whole 10 s pieces of event time. */
export interface Peak {
  /** Offset of the message by which it was noticed. */
  readonly offset: number;
  readonly begin: number;
  /** Chatters in 10 s from which on it is one. */
  readonly bar: number;
  hotUntil: number;
}

/** A message as a moment sees it; `gone`: removed. */
export interface MomentLine {
  readonly offset: number;
  readonly at: number;
  readonly authorId: string;
  readonly verdict: Verdict;
  readonly text: string;
  gone: boolean;
}

/** Where the messages of a moment stand in event time, with what led to it: from the first up to before the second. */
export const spanOf = ({ begin, hotUntil }: Peak): readonly [number, number] => [
  Math.max(0, begin - reactionLagMs),
  Math.min(hotUntil, begin + longestMs),
];

/** A moment as its messages make it, in log order; withdrawn where too few of them stand. */
export function momentOf(epoch: number, peak: Peak, lines: readonly MomentLine[]): Moment {
  const kept = lines.filter(({ gone }) => !gone);
  const place = {
    id: positionText({ epoch, offset: peak.offset }),
    from: kept[0]?.offset ?? peak.offset,
    upTo: kept.at(-1)?.offset ?? peak.offset,
  };
  const standing = kept.filter(({ at }) => at >= peak.begin);
  const { height, heightAt } = heightOf(standing, peak.begin);
  const peakAt = Math.max(0, heightAt - reactionLagMs);
  if (height < peak.bar) {
    return { ...place, peakAt, chatters: 0, label: '', category: 'other', mood: 0 };
  }
  return {
    ...place,
    peakAt,
    chatters: new Set(standing.map(({ authorId }) => authorId)).size,
    label: labelOf(sample(standing), least),
    category: categoryOf(standing),
    mood: moodOf(standing),
  };
}

/** Most chatters of a 10 s piece, and where that begins; of equals the first. */
function heightOf(lines: readonly MomentLine[], begin: number) {
  const pieces = new Map<number, Set<string>>();
  for (const { at, authorId } of lines) {
    const piece = pieces.get(bucketOf(at));
    if (piece) piece.add(authorId);
    else pieces.set(bucketOf(at), new Set([authorId]));
  }
  let [height, heightAt] = [0, begin];
  for (const [at, { size }] of pieces) {
    if (size > height || (size === height && at < heightAt)) [height, heightAt] = [size, at];
  }
  return { height, heightAt };
}

/** Insults name nothing. */
function sample(lines: readonly MomentLine[]): readonly MomentLine[] {
  const fair = lines.filter(({ verdict }) => (verdict.kind & 32) === 0);
  if (fair.length <= mostLabelled) return fair;
  return Array.from(
    { length: mostLabelled },
    (_, i) => fair[Math.floor((i * fair.length) / mostLabelled)],
  ).flatMap((line) => line ?? []);
}

/** What most chatters wrote, as long as a quarter of them did; else other. */
function categoryOf(lines: readonly MomentLine[]): Category {
  const chatters = category.options.map(() => new Set<string>());
  for (const { verdict, authorId } of lines) chatters[(verdict.kind >> 2) & 7]?.add(authorId);
  const all = new Set(lines.map(({ authorId }) => authorId)).size;
  let [best, most] = ['other' as Category, Math.ceil(all / 4) - 1];
  category.options.forEach((name, i) => {
    const size = chatters[i]?.size ?? 0;
    if (name !== 'other' && size > most) [best, most] = [name, size];
  });
  return best;
}

/** The mean of the chatters' means, −1…1 in thousandths. */
function moodOf(lines: readonly MomentLine[]): number {
  const sums = new Map<string, { milli: number; count: number }>();
  for (const { authorId, verdict } of lines) {
    const sum = sums.get(authorId) ?? { milli: 0, count: 0 };
    sums.set(authorId, { milli: sum.milli + verdict.milli, count: sum.count + 1 });
  }
  let total = 0;
  for (const { milli, count } of sums.values()) total += Math.round(milli / count);
  return Math.round(total / (sums.size || 1)) / 1_000 || 0;
}

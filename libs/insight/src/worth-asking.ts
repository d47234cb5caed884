import { clustersOf } from './near-duplicates.ts';
import { chattersOf, type Line } from './offline-summary-window.ts';

/** Nothing to sum up but what was summed up already, or what nobody wrote for the room. */
export type Worthless = 'too_few' | 'old' | 'spam';

/** With fewer lines there is nothing to sum up. */
const leastLines = 3;
/** With so much of a block new, it is worth a call. */
const leastNews = 0.2;
const mostSpam = 0.8;
const waveOf = 3;

export interface Block {
  /** Lines of the window, oldest first. */
  readonly lines: readonly Line[];
  /** Offset of the block's first message. */
  readonly from: number;
  /** Offset up to which a model has summed the stream up; −1 for not yet. */
  readonly told: number;
}

/** Why a block is not worth a call of the model; undefined where it is. */
export function worthless({ lines, from, told }: Block): Worthless | undefined {
  const trusted = lines.filter((line) => line.isTrusted);
  if (trusted.length < leastLines) return 'too_few';
  const block = lines.filter(({ offset }) => offset >= from);
  if (block.filter((line) => line.isTrusted).length < block.length * (1 - mostSpam)) return 'spam';
  const groups = clustersOf(trusted.map(({ content }) => content.canonical)).map((places) =>
    places.flatMap((place) => trusted[place] ?? []),
  );
  const recent = groups.map((group) => group.filter(({ offset }) => offset >= from));
  const isSpam = (group: readonly Line[]): boolean =>
    group.length >= waveOf && group.length > block.length * mostSpam && chattersOf(group) < waveOf;
  if (recent.some(isSpam)) return 'spam';
  if (told < 0) return undefined;
  const news = groups.filter(([first]) => first !== undefined && first.offset > told).flat();
  return news.length < block.length * leastNews ? 'old' : undefined;
}

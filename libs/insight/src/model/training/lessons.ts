import type { Example } from './tables.ts';
import type { Lesson } from './head.ts';
import type { TrainingSettings } from './settings.ts';
import { sourceOf } from './sources.ts';
import type { Target } from './labels.ts';

export type HeadName = 'sentiment' | 'category' | 'toxicity';

/** Rare classes of a source count more, but no more than this much. */
const MOST_BALANCE = 4;

/** What one head learns from the examples, row by row; classes of one source are balanced against each other. */
export function lessonsOf(
  examples: readonly Example[],
  head: HeadName,
  settings: TrainingSettings,
): Lesson[] {
  const counts = new Map<string, Map<number, number>>();
  const known = (example: Example): Target | undefined => {
    const target = example[head];
    return target === undefined || target.is === target.of || target.is === 0 ? undefined : target;
  };
  for (const example of examples) {
    const target = known(example);
    if (target === undefined) continue;
    const classes = counts.get(example.source) ?? new Map<number, number>();
    classes.set(target.is, (classes.get(target.is) ?? 0) + 1);
    counts.set(example.source, classes);
  }
  return examples.flatMap((example, row) => {
    const target = known(example);
    if (target === undefined) return [];
    const weight = sourceWeight(example.source, settings);
    return [{ row, target, weight: weight * balanceOf(counts.get(example.source), target.is) }];
  });
}

function sourceWeight(source: string, settings: TrainingSettings): number {
  if (source === 'lines') return settings.lineWeight;
  if (source === 'variants') return settings.variantWeight;
  return sourceOf(source)?.weight ?? 1;
}

function balanceOf(classes: ReadonlyMap<number, number> | undefined, is: number): number {
  if (classes === undefined) return 1;
  const all = [...classes.values()].reduce((sum, count) => sum + count, 0);
  const even = all / classes.size / (classes.get(is) ?? 1);
  return Math.min(MOST_BALANCE, Math.max(1 / MOST_BALANCE, even));
}

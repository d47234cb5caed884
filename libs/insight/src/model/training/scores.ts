import { randomOf } from './random.ts';

/** One answer: the true class and the one that was given, as numbers. */
export type Answer = readonly [truth: number, given: number];

export interface Score {
  readonly macroF1: number;
  readonly meanRecall: number;
  readonly accuracy: number;
}

/** Over the classes that occur as truth; 0…1. */
export function scoreOf(answers: readonly Answer[], classes: number): Score {
  const counts = new Float64Array(classes * 3);
  for (const [truth, given] of answers) count(counts, truth, given);
  return scoreOfCounts(counts, classes);
}

function count(counts: Float64Array, truth: number, given: number): void {
  counts[truth * 3]! += 1;
  counts[given * 3 + 1]! += 1;
  if (truth === given) counts[truth * 3 + 2]! += 1;
}

/** `counts` holds for each class how often it is true, given, and both. */
function scoreOfCounts(counts: Float64Array, classes: number): Score {
  let f1 = 0;
  let recall = 0;
  let right = 0;
  let all = 0;
  let present = 0;
  for (let c = 0; c < classes; c += 1) {
    const [truth = 0, given = 0, both = 0] = counts.subarray(c * 3, c * 3 + 3);
    if (truth === 0) continue;
    present += 1;
    f1 += (2 * both) / (truth + given);
    recall += both / truth;
    right += both;
    all += truth;
  }
  if (present === 0) return { macroF1: 0, meanRecall: 0, accuracy: 0 };
  return { macroF1: f1 / present, meanRecall: recall / present, accuracy: right / all };
}

const RESAMPLES = 1_000;

/** The 95 % interval of one number of the score, by resampling the answers; the same each time. */
export function intervalOf(
  answers: readonly Answer[],
  classes: number,
  metric: keyof Score,
): readonly [number, number] {
  const random = randomOf(answers.length);
  const values = Array.from({ length: RESAMPLES }, () => {
    const counts = new Float64Array(classes * 3);
    for (let left = answers.length; left > 0; left -= 1) {
      const [truth, given] = answers[Math.floor(random() * answers.length)]!;
      count(counts, truth, given);
    }
    return scoreOfCounts(counts, classes)[metric];
  }).sort((a, b) => a - b);
  return [values[Math.floor(RESAMPLES * 0.025)] ?? 0, values[Math.floor(RESAMPLES * 0.975)] ?? 0];
}

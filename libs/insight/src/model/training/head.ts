import type { Rows } from './examples.ts';
import type { Target } from './labels.ts';

/** One row to learn from. */
export interface Lesson {
  readonly row: number;
  readonly target: Target;
  readonly weight: number;
}

export interface HeadSettings {
  readonly classes: number;
  readonly epochs: number;
  readonly rate: number;
  /** How slowly n-grams are believed: rare ones move little before they were met often. */
  readonly caution: number;
  /** Pulls weights to zero at each step, per unit of weight. */
  readonly decay: number;
}

/** Weights of one head: `classes` for each feature. */
export interface Head {
  readonly ngrams: Float32Array;
  readonly rules: Float32Array;
}

/**
 * Softmax regression with partial labels by AdaGrad (Duchi et al. 2011), lessons in the order given by `orderOf` for
 * each epoch. N-grams of a row count 1/√n each, rules 1. Deterministic: the same input gives the same bits.
 */
export function trainedHead(
  rows: Rows,
  features: { readonly ngrams: number; readonly rules: number },
  lessons: readonly Lesson[],
  settings: HeadSettings,
  random: () => number,
): Head {
  const trainer = new HeadTrainer(rows, features, settings);
  const order = Int32Array.from(lessons.keys());
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    shuffle(order, random);
    for (const at of order) trainer.learn(lessons[at]!);
  }
  return trainer.head;
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const value = order[at]!;
    order[at] = order[other]!;
    order[other] = value;
  }
}

/** Weights, and the sums of their squared slopes, which slow them down. */
interface Part {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
}

function partOf(size: number, square: number): Part {
  return { weights: new Float32Array(size), squares: new Float32Array(size).fill(square) };
}

class HeadTrainer {
  private readonly ngrams: Part;
  private readonly rules: Part;
  private readonly rows: Rows;
  private readonly settings: HeadSettings;
  private readonly logits: Float64Array;
  private readonly slopes: Float64Array;

  constructor(
    rows: Rows,
    features: { readonly ngrams: number; readonly rules: number },
    settings: HeadSettings,
  ) {
    const { classes } = settings;
    this.rows = rows;
    this.settings = settings;
    this.ngrams = partOf(features.ngrams * classes, settings.caution);
    this.rules = partOf(features.rules * classes, 1);
    this.logits = new Float64Array(classes);
    this.slopes = new Float64Array(classes);
  }

  get head(): Head {
    return { ngrams: this.ngrams.weights, rules: this.rules.weights };
  }

  learn({ row, target, weight }: Lesson): void {
    const { ngramStart, ruleStart, ngrams, rules } = this.rows;
    const from = ngramStart[row]!;
    const to = ngramStart[row + 1]!;
    const share = 1 / Math.sqrt(Math.max(1, to - from));
    const texts = ngrams.subarray(from, to);
    const ruled = rules.subarray(ruleStart[row], ruleStart[row + 1]);
    this.logits.fill(0);
    this.sum(this.ngrams, texts, share);
    this.sum(this.rules, ruled, 1);
    this.slope(target, weight);
    this.step(this.ngrams, texts, share);
    this.step(this.rules, ruled, 1);
  }

  private sum({ weights }: Part, features: Int32Array | Uint16Array, share: number): void {
    const { logits } = this;
    const { classes } = this.settings;
    for (const feature of features) {
      if (feature < 0) continue;
      const place = feature * classes;
      for (let c = 0; c < classes; c += 1) logits[c]! += weights[place + c]! * share;
    }
  }

  /** How the loss rises with each logit: the chance among `of` less the chance among `is`. */
  private slope({ is, of }: Target, weight: number): void {
    const { logits, slopes } = this;
    let most = -Infinity;
    for (let c = 0; c < logits.length; c += 1)
      if ((of & (1 << c)) !== 0) most = Math.max(most, logits[c]!);
    let all = 0;
    let right = 0;
    for (let c = 0; c < logits.length; c += 1) {
      const chance = (of & (1 << c)) === 0 ? 0 : Math.exp(logits[c]! - most);
      slopes[c] = chance;
      all += chance;
      if ((is & (1 << c)) !== 0) right += chance;
    }
    for (let c = 0; c < logits.length; c += 1) {
      const chance = slopes[c]!;
      const wanted = (is & (1 << c)) === 0 || right === 0 ? 0 : chance / right;
      slopes[c] = weight * (chance / all - wanted);
    }
  }

  private step(
    { weights, squares }: Part,
    features: Int32Array | Uint16Array,
    share: number,
  ): void {
    const { slopes } = this;
    const { classes, rate, decay } = this.settings;
    for (const feature of features) {
      if (feature < 0) continue;
      const place = feature * classes;
      for (let c = 0; c < classes; c += 1) {
        const weightAt = place + c;
        const slope = slopes[c]! * share + decay * weights[weightAt]!;
        if (slope === 0) continue;
        const square = squares[weightAt]! + slope * slope;
        squares[weightAt] = square;
        weights[weightAt]! -= (rate * slope) / Math.sqrt(square);
      }
    }
  }
}

import { category, sentiment, type Label, type Totals } from '@livechat/contracts';

const sentiments = sentiment.options;
const categories = category.options;
const toxicFrom = 0.5;

/**
 * What counts of a label, in whole numbers, so that sums come out alike in any order: `kind` packs
 * sentiment, category and toxic into six bits, `milli` is the score in thousandths.
 */
export interface Verdict {
  readonly kind: number;
  readonly milli: number;
}

export const verdict = (label: Omit<Label, 'offset'>): Verdict => ({
  kind:
    sentiments.indexOf(label.sentiment) |
    (categories.indexOf(label.category) << 2) |
    (label.toxicity >= toxicFrom ? 32 : 0),
  milli: Math.round(label.score * 1_000),
});

export type Counts = Omit<Totals, 'chatters' | 'chattersAtLeast'>;

/** Counts of messages by sentiment, category and toxicity; what was added can be taken off again. */
export class Tally {
  /** Messages, toxic ones, then one place per sentiment, then one per category. */
  private readonly places: number[];

  constructor(places?: readonly number[]) {
    this.places = places
      ? [...places]
      : new Array<number>(firstCategory + categories.length).fill(0);
  }

  get messages(): number {
    return this.places[0] ?? 0;
  }

  add(kind: number, times = 1): void {
    this.bump(0, times);
    if (kind & 32) this.bump(1, times);
    this.bump(firstSentiment + (kind & 3), times);
    this.bump(firstCategory + ((kind >> 2) & 7), times);
  }

  addAll(other: Tally): void {
    other.places.forEach((count, place) => this.bump(place, count));
  }

  /** Never below 0, also where a label kept by an older engine is taken off instead of the counted one. */
  counts(): Counts {
    const at = (place: number) => Math.max(0, this.places[place] ?? 0);
    return {
      messages: at(0),
      sentiment: named(sentiments, (i) => at(firstSentiment + i)),
      categories: named(categories, (i) => at(firstCategory + i)),
      toxic: at(1),
    };
  }

  /** The form in which a checkpoint keeps it. */
  toJSON(): readonly number[] {
    return [...this.places];
  }

  private bump(place: number, times: number): void {
    this.places[place] = (this.places[place] ?? 0) + times;
  }
}

const firstSentiment = 2;
const firstCategory = firstSentiment + sentiments.length;

const named = <N extends string>(names: readonly N[], value: (i: number) => number) =>
  Object.fromEntries(names.map((name, i) => [name, value(i)])) as Record<N, number>;

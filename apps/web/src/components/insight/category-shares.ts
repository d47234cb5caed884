import type { Category, MoodWindow, Totals } from '@livechat/contracts';

/** The five categories that are opinions; greetings and the rest are one remainder. */
export const barCategories = ['praise', 'criticism', 'laughter', 'question', 'advice'] as const;

export interface CategoryShare {
  readonly category: Category;
  readonly count: number;
  /** Of the messages that carry one of the five, 0…1. */
  readonly share: number;
}

/** Five bars as shares of the opinionated messages, and how many messages carry none. */
export function categoryShares(counts: Totals | MoodWindow): {
  readonly bars: readonly CategoryShare[];
  readonly rest: number;
} {
  const { categories } = counts;
  const all = barCategories.reduce((sum, category) => sum + categories[category], 0);
  const bars = barCategories.map((category) => ({
    category,
    count: categories[category],
    share: all === 0 ? 0 : categories[category] / all,
  }));
  return { bars, rest: categories.greeting + categories.other };
}

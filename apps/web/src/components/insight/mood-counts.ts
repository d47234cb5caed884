import type { Category, Label, Sentiment, Totals } from '@livechat/contracts';

/** What a bar counts: the messages of one sentiment, or of one category. */
export type Slice =
  | { readonly of: 'sentiment'; readonly value: Sentiment }
  | { readonly of: 'category'; readonly value: Category };

export interface SentimentShare {
  readonly sentiment: Sentiment;
  readonly count: number;
  /** Of all messages, 0…1. */
  readonly share: number;
}

const sentiments = ['positive', 'neutral', 'negative'] as const;

/** The three sentiments in their order; shares add up to 1, or are 0 where nothing was written. */
export function sentimentShares({ sentiment }: Totals): readonly SentimentShare[] {
  const all = sentiments.reduce((sum, each) => sum + sentiment[each], 0);
  return sentiments.map((each) => ({
    sentiment: each,
    count: sentiment[each],
    share: all === 0 ? 0 : sentiment[each] / all,
  }));
}

/** Whether a message with this label is one of those that a bar counts. */
export const isOf = (slice: Slice, label: Label): boolean =>
  slice.of === 'sentiment' ? label.sentiment === slice.value : label.category === slice.value;

import type { Sentiment, Totals } from '@livechat/contracts';

/** Under this many chatters a mood says more about them than about the room. */
export const fewestChatters = 5;

export interface MoodShares {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  /** The mood most messages have. */
  readonly lead: Sentiment;
}

/** Shares 0…1 of a window's messages, or undefined where there are too few to say. */
export function moodShares(window: Totals): MoodShares | undefined {
  const { positive, neutral, negative } = window.sentiment;
  const all = positive + neutral + negative;
  if (window.chatters < fewestChatters || all === 0) return undefined;
  return {
    positive: positive / all,
    neutral: neutral / all,
    negative: negative / all,
    lead: leadOf(window.sentiment),
  };
}

function leadOf({ positive, neutral, negative }: Totals['sentiment']): Sentiment {
  if (positive > neutral && positive > negative) return 'positive';
  return negative > neutral && negative > positive ? 'negative' : 'neutral';
}

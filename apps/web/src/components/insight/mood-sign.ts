import type { Sentiment } from '@livechat/contracts';

/** Moods nearer to 0 lean nowhere. */
const least = 0.1;

/** To which side a mood −1…1 leans. */
export function sentimentOf(mood: number): Sentiment {
  if (Math.abs(mood) < least) return 'neutral';
  return mood > 0 ? 'positive' : 'negative';
}

/** The sign that stands beside the colour of a sentiment. */
export const signs: Readonly<Record<Sentiment, string>> = {
  positive: '+',
  neutral: '·',
  negative: '−',
};

import type { Category, Sentiment } from '@livechat/contracts';
import { CATEGORIES, SENTIMENTS } from '../../text/ruling.ts';

/**
 * What is known of one head: the true answer is among `is`, and the choice was among `of`; both are sets of classes
 * as bits. Reviews that nobody could call neutral teach positive against negative only.
 */
export interface Target {
  readonly is: number;
  readonly of: number;
}

/** What is known of a text; class 0 of toxicity is harmless, class 1 toxic. */
export interface Labels {
  readonly sentiment?: Target;
  readonly category?: Target;
  readonly toxicity?: Target;
}

const bits = (classes: readonly string[], chosen: readonly string[]): number =>
  chosen.reduce((set, name) => set | (1 << classes.indexOf(name)), 0);
const sentiment = (chosen: readonly Sentiment[], among: readonly Sentiment[]): Target => ({
  is: bits(SENTIMENTS, chosen),
  of: bits(SENTIMENTS, among),
});
const category = (chosen: readonly Category[], among: readonly Category[]): Target => ({
  is: bits(CATEGORIES, chosen),
  of: bits(CATEGORIES, among),
});
export const HARMLESS: Target = { is: 1, of: 3 };
export const TOXIC: Target = { is: 2, of: 3 };

const OPINIONS: readonly Sentiment[] = ['positive', 'negative'];
/** Comments below posts are neither greetings nor, as labelled, advice. */
const OF_COMMENTS: readonly Category[] = ['praise', 'criticism', 'laughter', 'question', 'other'];

/** For each emotion of GoEmotions, what it may go with. */
const emotions: Readonly<Record<string, readonly [readonly Sentiment[], readonly Category[]]>> = {
  admiration: [['positive'], ['praise']],
  amusement: [['positive'], ['laughter']],
  anger: [['negative'], ['criticism']],
  annoyance: [['negative'], ['criticism']],
  approval: [['positive'], ['praise']],
  caring: [['positive'], ['praise', 'other']],
  confusion: [['neutral', 'negative'], ['question']],
  curiosity: [['neutral'], ['question']],
  desire: [['positive'], ['other']],
  disappointment: [['negative'], ['criticism', 'other']],
  disapproval: [['negative'], ['criticism']],
  disgust: [['negative'], ['criticism']],
  embarrassment: [['negative'], ['other']],
  excitement: [['positive'], ['praise', 'other']],
  fear: [['negative'], ['other']],
  gratitude: [['positive'], ['praise']],
  grief: [['negative'], ['other']],
  joy: [['positive'], ['praise', 'other']],
  love: [['positive'], ['praise']],
  nervousness: [['negative'], ['other']],
  neutral: [['neutral'], ['other']],
  optimism: [['positive'], ['praise', 'other']],
  pride: [['positive'], ['praise', 'other']],
  realization: [['neutral'], ['other']],
  relief: [['positive'], ['other']],
  remorse: [['negative'], ['other']],
  sadness: [['negative'], ['other']],
  surprise: [SENTIMENTS, ['other']],
};
/** Emotions whose comments are taken for harmless. */
const GENTLE = /^(?:admiration|gratitude|love|joy|neutral|curiosity|optimism|amusement|relief)$/;

function ofEmotions(label: string): Labels {
  const named = label.split(',').flatMap((name) => {
    const emotion = emotions[name];
    return emotion === undefined ? [] : [emotion];
  });
  const labels: Labels = {
    sentiment: sentiment([...new Set(named.flatMap(([each]) => each))], SENTIMENTS),
    category: category([...new Set(named.flatMap(([, each]) => each))], OF_COMMENTS),
  };
  return GENTLE.test(label) ? { ...labels, toxicity: HARMLESS } : labels;
}

export function labelsOf(known: Sentiment, kind: Category, isToxic: boolean): Required<Labels> {
  return {
    sentiment: sentiment([known], SENTIMENTS),
    category: category([kind], CATEGORIES),
    toxicity: isToxic ? TOXIC : HARMLESS,
  };
}

/** How the labels of a table are read, told by which ones it uses; undefined for labels that say nothing to us. */
export function readingOfLabels(
  labels: ReadonlySet<string>,
): ((label: string) => Labels) | undefined {
  const only = (...allowed: readonly string[]): boolean =>
    [...labels].every((label) => allowed.includes(label));
  if (only('positive', 'negative'))
    return (label) => ({ sentiment: sentiment([label as Sentiment], OPINIONS) });
  if (only(...SENTIMENTS))
    return (label) => ({ sentiment: sentiment([label as Sentiment], SENTIMENTS) });
  if (only('toxic', 'not', 'none', 'neither', 'offensive', 'hate'))
    return (label) => ({ toxicity: label.startsWith('n') ? HARMLESS : TOXIC });
  return [...labels].every((label) => label.split(',').every((name) => name in emotions))
    ? ofEmotions
    : undefined;
}

import type { Category, Sentiment, TextAnalysis } from '@livechat/contracts';
import { LANGUAGES } from './languages.ts';
import type { Signals } from './signals.ts';

/** Below that many units either way a text is neutral. */
const THRESHOLD = 6;
/** A question is negative from here on. */
const LOADED = -13;
const LAUGHTER = 8;
/** Blame above that many units is laughed off. */
const LAUGHED_OFF = -10;
const FEWEST_OBJECTS = 2;
/** Flattens the sum into −1…1; VADER's constant for our units. Hutto and Gilbert 2014, normalize(). */
const FLATTENING = 15 * 16;
const TOXIC = 50;

/** What the signals of a text amount to. */
export function verdict(signals: Signals, language: number): TextAnalysis {
  const sum = balance(signals);
  const category = categoryOf(signals, sum);
  return {
    sentiment: sentimentOf(category, sum, signals),
    score: Math.round((sum / Math.sqrt(sum * sum + FLATTENING)) * 1000) / 1000 || 0,
    category,
    toxicity: signals.toxicity / 100,
    language: language === 0 ? 'und' : (LANGUAGES[language] ?? 'und'),
  };
}

/** The sum of all values; irony turns praise, laughter takes the weight off sorrow and slight blame. */
function balance(signals: Signals): number {
  if (isIronic(signals)) turn(signals);
  const good = signals.praise + signals.hype + signals.joy;
  const bad = signals.criticism + (signals.laughs > 0 ? 0 : signals.upset);
  const doubt = good === 0 && signals.laughs === 0 ? signals.doubtful : 0;
  const sum = good + bad + doubt;
  return signals.laughs > 0 && sum > LAUGHED_OFF ? Math.max(sum, 0) + LAUGHTER : sum;
}

/** Praise beside an eye-roll, a retort, or lag and adverts. */
function isIronic(signals: Signals): boolean {
  return signals.praise > 0 && signals.ironies + signals.troubles + signals.retorts > 0;
}

function turn(signals: Signals): void {
  signals.criticism -= signals.praise;
  signals.praise = 0;
}

function categoryOf(signals: Signals, sum: number): Category {
  if (signals.asks) return 'question';
  if (signals.advises && signals.toxicity < TOXIC) return 'advice';
  if (sum <= -THRESHOLD) return isCriticism(signals) ? 'criticism' : 'other';
  if (isPraise(signals, sum)) return 'praise';
  if (signals.laughs > 0) return 'laughter';
  return signals.greetings > 0 ? 'greeting' : 'other';
}

function isCriticism(signals: Signals): boolean {
  return signals.criticism <= -THRESHOLD || signals.insults > 0 || signals.troubles > 0;
}

function isPraise(signals: Signals, sum: number): boolean {
  if (sum < THRESHOLD) return false;
  if (signals.praise >= THRESHOLD) return true;
  return signals.hype >= THRESHOLD && signals.objects >= FEWEST_OBJECTS;
}

function sentimentOf(category: Category, sum: number, signals: Signals): Sentiment {
  switch (category) {
    case 'question':
      return sum <= LOADED || signals.toxicity >= TOXIC ? 'negative' : 'neutral';
    case 'advice':
    case 'greeting':
      return 'neutral';
    case 'laughter':
    case 'praise':
      return 'positive';
    case 'criticism':
      return 'negative';
    default:
      return bySum(sum);
  }
}

function bySum(sum: number): Sentiment {
  if (sum <= -THRESHOLD) return 'negative';
  return sum >= THRESHOLD ? 'positive' : 'neutral';
}

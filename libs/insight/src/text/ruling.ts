import type { Signals } from './signals.ts';

/** Sentiments and categories by number, as the heads of the model have them. */
export const SENTIMENTS = ['positive', 'neutral', 'negative'] as const;
export const CATEGORIES = [
  'praise',
  'criticism',
  'laughter',
  'question',
  'advice',
  'greeting',
  'other',
] as const;

const [POSITIVE, NEUTRAL, NEGATIVE] = [0, 1, 2] as const;
const [PRAISE, CRITICISM, LAUGHING, QUESTION, ADVICE, GREETING, OTHER] = [
  0, 1, 2, 3, 4, 5, 6,
] as const;

/** Below that many units either way a text is neutral. */
const THRESHOLD = 6;
/** A question is negative from here on. */
const LOADED = -13;
const LAUGHTER = 8;
/** Blame above that many units is laughed off. */
const LAUGHED_OFF = -10;
const FEWEST_OBJECTS = 2;
const TOXIC = 50;

/** What the rules alone make of the signals of a text: a prior of the model. Reused by the next text. */
export class Ruling {
  /** Units of a quarter of a lexicon point. */
  sum = 0;
  /** Numbers of SENTIMENTS and CATEGORIES. */
  sentiment: number = NEUTRAL;
  category: number = OTHER;

  judge(signals: Signals): void {
    this.sum = balance(signals);
    this.category = categoryOf(signals, this.sum);
    this.sentiment = sentimentOf(this.category, this.sum, signals);
  }
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

function categoryOf(signals: Signals, sum: number): number {
  if (signals.asks) return QUESTION;
  if (signals.advises && signals.toxicity < TOXIC) return ADVICE;
  if (sum <= -THRESHOLD) return isCriticism(signals) ? CRITICISM : OTHER;
  if (isPraise(signals, sum)) return PRAISE;
  if (signals.laughs > 0) return LAUGHING;
  return signals.greetings > 0 ? GREETING : OTHER;
}

function isCriticism(signals: Signals): boolean {
  return signals.criticism <= -THRESHOLD || signals.insults > 0 || signals.troubles > 0;
}

function isPraise(signals: Signals, sum: number): boolean {
  if (sum < THRESHOLD) return false;
  if (signals.praise >= THRESHOLD) return true;
  return signals.hype >= THRESHOLD && signals.objects >= FEWEST_OBJECTS;
}

function sentimentOf(category: number, sum: number, signals: Signals): number {
  switch (category) {
    case QUESTION:
      return sum <= LOADED || signals.toxicity >= TOXIC ? NEGATIVE : NEUTRAL;
    case ADVICE:
    case GREETING:
      return NEUTRAL;
    case LAUGHING:
    case PRAISE:
      return POSITIVE;
    case CRITICISM:
      return NEGATIVE;
    default:
      return bySum(sum);
  }
}

function bySum(sum: number): number {
  if (sum <= -THRESHOLD) return NEGATIVE;
  return sum >= THRESHOLD ? POSITIVE : NEUTRAL;
}

import type { Category, TextAnalysis } from '@livechat/contracts';
import { CATEGORY, SENTIMENT, TOXICITY } from '../model/linear-model.ts';
import { LANGUAGES } from './languages.ts';
import { CATEGORIES, SENTIMENTS } from './ruling.ts';
import type { Signals } from './signals.ts';

const [POSITIVE, NEGATIVE] = [SENTIMENT, SENTIMENT + 2] as const;
/** The difference of two logits at which a share of its limit is reached: |score| 0.71, toxicity 0.85. */
const HALF_WAY = 2;
const STEPS = 1_000;
/** What the word lists call toxic, of 100. */
const TOXIC = 50;

/** For each category, the sentiments that may go with it, as bits in the order of SENTIMENTS. */
const FITTING: Readonly<Record<Category, number>> = {
  praise: 0b001,
  criticism: 0b100,
  laughter: 0b001,
  question: 0b110,
  advice: 0b010,
  greeting: 0b010,
  other: 0b111,
};
const fitting = CATEGORIES.map((category) => FITTING[category]);
const [LAUGHTER, QUESTION, ADVICE] = (['laughter', 'question', 'advice'] as const).map(
  (category) => 1 << CATEGORIES.indexOf(category),
) as [number, number, number];

/** Where the rules lead: only words ask or advise, and laughter beside an insult is none. As bits of CATEGORIES. */
function barredBy({ words, insults, toxicity }: Signals): number {
  const isInsult = insults > 0 && toxicity >= TOXIC;
  return (words === 0 ? QUESTION | ADVICE : 0) | (isInsult ? LAUGHTER : 0);
}

/** What the outputs of the model amount to, by basic arithmetic only: the same on every machine. */
export function decision(logits: Float64Array, signals: Signals, language: number): TextAnalysis {
  const pair = likeliest(logits, barredBy(signals));
  return {
    sentiment: SENTIMENTS[pair % SENTIMENTS.length] ?? 'neutral',
    score: leaning((logits[POSITIVE] ?? 0) - (logits[NEGATIVE] ?? 0)),
    category: CATEGORIES[Math.trunc(pair / SENTIMENTS.length)] ?? 'other',
    toxicity: Math.round((0.5 + flattened(logits[TOXICITY] ?? 0) / 2) * STEPS) / STEPS,
    language: languageName(language),
  };
}

/** The sentiment and category that fit each other and are likeliest together, as one number. */
function likeliest(logits: Float64Array, barred: number): number {
  let found = 0;
  let most = -Infinity;
  for (let category = 0; category < CATEGORIES.length; category += 1) {
    if ((barred & (1 << category)) !== 0) continue;
    for (let sentiment = 0; sentiment < SENTIMENTS.length; sentiment += 1) {
      if (((fitting[category] ?? 0) & (1 << sentiment)) === 0) continue;
      const sum = (logits[SENTIMENT + sentiment] ?? 0) + (logits[CATEGORY + category] ?? 0);
      if (sum <= most) continue;
      most = sum;
      found = category * SENTIMENTS.length + sentiment;
    }
  }
  return found;
}

/** For what says nothing that could be judged: blanks, and orders to bots. */
export function silence(language: number): TextAnalysis {
  return {
    sentiment: 'neutral',
    score: 0,
    category: 'other',
    toxicity: 0,
    language: languageName(language),
  };
}

function languageName(language: number): string {
  return language === 0 ? 'und' : (LANGUAGES[language] ?? 'und');
}

/** −1…1; what leans at all keeps its sign. */
function leaning(difference: number): number {
  const steps = Math.round(flattened(difference) * STEPS);
  if (steps === 0 && difference !== 0) return Math.sign(difference) / STEPS;
  return steps / STEPS || 0;
}

function flattened(difference: number): number {
  return difference / Math.sqrt(difference * difference + HALF_WAY * HALF_WAY);
}

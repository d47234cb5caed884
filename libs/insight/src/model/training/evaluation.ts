import type { TextAnalysis } from '@livechat/contracts';
import Sentiment from 'sentiment';
import { CATEGORIES, SENTIMENTS } from '../../text/ruling.ts';
import type { HeadName } from './lessons.ts';
import { intervalOf, scoreOf } from './scores.ts';
import type { Answer, Score } from './scores.ts';
import type { Example } from './tables.ts';

/** How one field was answered on one set of texts; figures 0…1. */
export interface Result {
  readonly what: string;
  readonly field: HeadName | 'sign';
  readonly metric: keyof Score;
  readonly texts: number;
  readonly value: number;
  readonly interval: readonly [number, number];
  /** The same of the `sentiment` package, where it answers that field at all. */
  readonly peer?: number;
}

export type Analyze = (text: string) => TextAnalysis;
const COMMENTS = new Set(['praise', 'criticism', 'laughter', 'question', 'other']);
const peer = new Sentiment();

/** Scores every field that the examples have labels of. Examples with several possible answers are left out. */
export function resultsOf(
  what: string,
  examples: readonly Example[],
  analyze: Analyze,
): readonly Result[] {
  return [
    ...sentimentResults(what, examples, analyze),
    ...fieldResult(what, 'category', examples, CATEGORIES.length, (example) =>
      categoryOf(analyze(example.text), example),
    ),
    ...fieldResult(what, 'toxicity', examples, 2, ({ text }) =>
      analyze(text).toxicity >= 0.5 ? 1 : 0,
    ),
  ];
}

/** Where a table knows positive and negative only, the sign of the score answers. */
function sentimentResults(
  what: string,
  examples: readonly Example[],
  analyze: Analyze,
): readonly Result[] {
  const sentiments = examples.filter(({ sentiment }) => sentiment !== undefined);
  if (sentiments.every(({ sentiment }) => sentiment?.of === 0b101)) {
    const answers = answersOf(sentiments, 'sentiment', ({ text }) => signOf(analyze(text).score));
    const theirs = answersOf(sentiments, 'sentiment', ({ text }) =>
      signOf(peer.analyze(text).score),
    );
    return result(what, 'sign', answers, 3, theirs);
  }
  const answers = answersOf(sentiments, 'sentiment', ({ text }) =>
    SENTIMENTS.indexOf(analyze(text).sentiment),
  );
  const theirs = answersOf(sentiments, 'sentiment', ({ text }) => signOf(peer.analyze(text).score));
  return result(what, 'sentiment', answers, 3, theirs);
}

function fieldResult(
  what: string,
  field: HeadName,
  examples: readonly Example[],
  classes: number,
  answer: (example: Example) => number,
): readonly Result[] {
  return result(what, field, answersOf(examples, field, answer), classes);
}

function result(
  what: string,
  field: Result['field'],
  answers: readonly Answer[],
  classes: number,
  theirs?: readonly Answer[],
): readonly Result[] {
  if (answers.length === 0) return [];
  const metric = field === 'sign' ? 'accuracy' : 'macroF1';
  const value = scoreOf(answers, classes)[metric];
  const interval = intervalOf(answers, classes, metric);
  const known = { what, field, metric, texts: answers.length, value, interval } as const;
  return [theirs === undefined ? known : { ...known, peer: scoreOf(theirs, classes)[metric] }];
}

function answersOf(
  examples: readonly Example[],
  field: HeadName,
  answer: (example: Example) => number,
): Answer[] {
  return examples.flatMap((example) => {
    const is = example[field]?.is ?? 0;
    const isSure = is !== 0 && (is & (is - 1)) === 0;
    return isSure ? [[31 - Math.clz32(is), answer(example)] as const] : [];
  });
}

const signOf = (score: number): number => 1 - Math.sign(score);

/** Among five categories of comments, the other two count as "other". */
function categoryOf({ category }: TextAnalysis, example: Example): number {
  const isFive = example.category?.of !== (1 << CATEGORIES.length) - 1;
  return CATEGORIES.indexOf(isFive && !COMMENTS.has(category) ? 'other' : category);
}

import { questionsOf } from './offline-summary-questions.ts';
import { quotesOf } from './offline-summary-quotes.ts';
import { sentenceOf } from './offline-summary-sentence.ts';
import { topicsOf } from './offline-summary-topics.ts';
import { isPresentable } from './offline-summary-trust.ts';
import { Weights } from './offline-summary-weights.ts';
import { linesOf } from './offline-summary-window.ts';
import type {
  Line,
  SummaryContent,
  SummaryLanguage,
  SummaryMessage,
  SummaryOptions,
} from './offline-summary-window.ts';
import { LineCounter } from './window-counts.ts';

export type { SummaryContent, SummaryLanguage, SummaryMessage, SummaryOptions };

/**
 * A summary without a language model: counts, topics, open questions and quotes, all taken from the messages, so
 * that it cannot say what was not said. `messages` are those that still stand, oldest first; orders to bots, and
 * bots, do not count. A pure function; defined for an empty window, one chatter and emotes only.
 */
export function offlineSummary(
  messages: readonly SummaryMessage[],
  options: SummaryOptions = {},
): SummaryContent {
  const lines = linesOf(messages, options.bots);
  const weights = new Weights(lines, options.earlier ?? []);
  const counts = options.counts ?? new LineCounter().add(lines).counts();
  const content = {
    messages: counts.messages,
    chatters: counts.chatters,
    topics: topicsOf(
      lines.filter(({ isTrusted }) => isTrusted),
      new Set(lines.filter(isPresentable)),
      weights,
    ),
    questions: questionsOf(lines),
    quotes: quotesOf(lines, weights),
  };
  return {
    ...content,
    oneLine: sentenceOf(counts, content, options.language ?? languageOf(lines)),
  };
}

/** Korean where more lines are Korean than not, of those whose language is known; else English. */
function languageOf(lines: readonly Line[]): SummaryLanguage {
  const known = lines.filter((line) => line.analysis.language !== 'und');
  const korean = known.filter((line) => line.analysis.language === 'ko').length;
  return korean * 2 > known.length ? 'ko' : 'en';
}

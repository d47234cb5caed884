import type { ModelAnswer } from './llm.ts';
import { Evidence } from './model-evidence.ts';
import { chosenLines, promptOf } from './model-prompt.ts';
import { modelSummary } from './model-summary.ts';
import { linesOf } from './offline-summary-window.ts';
import { offlineSummary, type SummaryMessage } from './offline-summary.ts';
import { analyze } from './text/analyze.ts';

/** Messages of so many chatters in turn, at offsets 0, 3, 6, … */
export const said = (texts: readonly string[], chatters = 8): readonly SummaryMessage[] =>
  texts.map((text, offset) => ({
    offset: offset * 3,
    at: offset * 1_000,
    author: { id: `u${offset % chatters}`, displayName: `viewer ${offset % chatters}` },
    text,
    analysis: analyze(text),
  }));

/** The prompt of a window. */
export function promptFor(messages: readonly SummaryMessage[], most = 100) {
  const counted = offlineSummary(messages);
  const lines = linesOf(messages);
  return { lines, counted, ...promptOf(chosenLines(lines, counted, { most, isRecap: false })) };
}

/** What is made of a model's answer to the prompt of a window. */
export function summaryOf(answer: ModelAnswer, messages: readonly SummaryMessage[]) {
  const { lines, counted, prompt, byId } = promptFor(messages);
  const evidence = new Evidence(counted, lines, messages);
  const made = modelSummary(answer, byId, evidence, counted);
  return {
    prompt,
    evidence,
    summary: 'summary' in made ? made.summary : undefined,
    unfit: 'unfit' in made ? made.unfit : undefined,
  };
}

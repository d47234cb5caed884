import type { ModelAnswer } from './llm.ts';
import { faultOf, faultOfLabel, type Fault } from './model-checks.ts';
import type { Evidence } from './model-evidence.ts';
import type { Copies } from './model-prompt.ts';
import { likeness, nearDuplicates } from './near-duplicates.ts';
import { isPresentable } from './offline-summary-trust.ts';
import type { Line } from './offline-summary-window.ts';
import type { SummaryContent } from './offline-summary.ts';

/** Why an answer of the model's may not be shown. */
export type Unfit = Fault | 'foreign_ids';

const limits = { topics: 4, questions: 3, quotes: 5 };
const leastQuotes = 3;
/** Quotes as alike as near-duplicates say the same twice. */
const alike = 0.5;
/** A topic is what at least two talk about, where more than three talk at all. */
const fewChatters = 3;

/**
 * The model's answer with everything that can be counted put in by us: chatters, askers, offsets,
 * texts and authors come from the messages. An answer that names a foreign id, or whose sentence
 * may not be shown, is unfit; a topic that may not be shown is left out. Where the model chose too
 * few quotes, those of the counted summary fill up.
 */
export function modelSummary(
  answer: ModelAnswer,
  byId: ReadonlyMap<string, Copies>,
  evidence: Evidence,
  counted: SummaryContent,
): { readonly summary: SummaryContent } | { readonly unfit: Unfit } {
  const { oneLine, topics, questions, quotes } = answer;
  const ids = [...topics.flatMap((topic) => topic.ids), ...questions, ...quotes];
  if (!ids.every((id) => byId.has(id))) return { unfit: 'foreign_ids' };
  const unfit = faultOf(oneLine, evidence);
  if (unfit) return { unfit };
  const pick = (chosen: readonly string[]) =>
    [...new Set(chosen)].flatMap((id) => byId.get(id)?.find(isPresentable) ?? []);
  const summary = {
    messages: counted.messages,
    chatters: counted.chatters,
    oneLine: oneLine.trim(),
    topics: topicsOf(topics, byId, evidence),
    questions: pick(questions)
      .slice(0, limits.questions)
      .map((line) => questionOf(line, evidence)),
    quotes: filled(quotesOf(pick(quotes)), counted.quotes),
  };
  return { summary };
}

function topicsOf(
  topics: ModelAnswer['topics'],
  byId: ReadonlyMap<string, Copies>,
  evidence: Evidence,
): SummaryContent['topics'] {
  const labels = new Set<string>();
  return topics
    .filter(({ label }) => faultOfLabel(label, evidence) === undefined)
    .map(({ label, ids }) =>
      topicOf(
        label,
        [...new Set(ids)].flatMap((id) => byId.get(id) ?? []),
      ),
    )
    .filter(({ label, chatters }) => {
      const isNew = !labels.has(label.toLowerCase());
      labels.add(label.toLowerCase());
      return isNew && (chatters > 1 || evidence.counted.chatters <= fewChatters);
    })
    .slice(0, limits.topics);
}

const topicOf = (label: string, about: readonly Line[]) => ({
  label: label.trim(),
  chatters: new Set(about.map(({ author }) => author.id)).size,
  offsets: about.map(({ offset }) => offset).sort((a, b) => a - b),
});

/** Who asked: everybody who wrote nearly the same. */
function questionOf({ offset, text, place }: Line, { lines }: Evidence) {
  const posted = lines.map((line) => ({ text: line.text, chatter: line.author.id }));
  const cluster = nearDuplicates(posted).find(({ members }) => members.includes(place));
  return { offset, text, askers: cluster?.chatters ?? 1 };
}

type Quote = SummaryContent['quotes'][number];

const quotesOf = (lines: readonly Line[]): readonly Quote[] =>
  lines.map(({ offset, text, author }) => ({ offset, text, author: author.displayName }));

/** Quotes that are not alike, in the order they were written. */
function filled(chosen: readonly Quote[], counted: readonly Quote[]): Quote[] {
  const quotes: Quote[] = [];
  const add = (quote: Quote, most: number): void => {
    const isNew = quotes.every(
      ({ offset, text }) => offset !== quote.offset && likeness(text, quote.text) < alike,
    );
    if (isNew && quotes.length < most) quotes.push(quote);
  };
  for (const quote of chosen) add(quote, limits.quotes);
  for (const quote of counted) add(quote, leastQuotes);
  return quotes.sort((a, b) => a.offset - b.offset);
}

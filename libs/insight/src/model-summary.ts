import type { ModelAnswer, PromptMessage } from './llm.ts';
import { isFaithful, isFaithfulLabel, isPlain, type Evidence } from './model-checks.ts';
import { nearDuplicates } from './near-duplicates.ts';
import type { Line } from './offline-summary-window.ts';
import type { SummaryContent } from './offline-summary.ts';

const maxText = 300;
const maxLine = 200;
const maxLabel = 60;
const limits = { topics: 4, questions: 3, quotes: 5 };
const hidden = /[\p{Cc}\p{Cf}\u{e0000}-\u{e007f}]/gu;
/** A topic is what at least two talk about, where more than three talk at all. */
const fewChatters = 3;

/** The prompt of some lines and what its ids stand for: `m1`, `m2`, … in order. */
export function promptOf(lines: readonly Line[]) {
  const byId = new Map(lines.map((line, i) => [`m${i + 1}`, line]));
  const prompt: PromptMessage[] = [...byId].map(([id, { text }]) => ({
    id,
    text: [...text.replace(hidden, '')].slice(0, maxText).join(''),
  }));
  return { prompt, byId };
}

/**
 * The model's answer with everything that can be counted put in by us: chatters, askers, offsets,
 * texts and authors come from the messages. Undefined where the answer names a foreign id, or its
 * words are not plain, not faithful or too many; a topic that is not is left out.
 */
export function modelSummary(
  answer: ModelAnswer,
  byId: ReadonlyMap<string, Line>,
  evidence: Evidence,
): SummaryContent | undefined {
  const { oneLine, topics, questions, quotes } = answer;
  const ids = [...topics.flatMap((topic) => topic.ids), ...questions, ...quotes];
  const words = [oneLine, ...topics.map((topic) => topic.label)];
  if (!ids.every((id) => byId.has(id)) || !words.every(isPlain)) return undefined;
  if (oneLine.length > maxLine || !isFaithful(oneLine, evidence)) return undefined;
  const pick = (chosen: readonly string[], most: number) =>
    [...new Set(chosen)].slice(0, most).flatMap((id) => byId.get(id) ?? []);
  return {
    messages: evidence.counted.messages,
    chatters: evidence.counted.chatters,
    oneLine: oneLine.trim(),
    topics: topics
      .filter(({ label }) => label.length <= maxLabel && isFaithfulLabel(label, evidence))
      .map(({ label, ids: chosen }) => topicOf(label, pick(chosen, byId.size)))
      .filter(({ chatters }) => chatters > 1 || evidence.counted.chatters <= fewChatters)
      .slice(0, limits.topics),
    questions: pick(questions, limits.questions).map((line) => questionOf(line, evidence)),
    quotes: pick(quotes, limits.quotes).map(({ offset, text, author }) => ({
      offset,
      text,
      author: author.displayName,
    })),
  };
}

const topicOf = (label: string, about: readonly Line[]) => ({
  label: label.trim(),
  chatters: new Set(about.map(({ author }) => author.id)).size,
  offsets: about.map(({ offset }) => offset),
});

/** Who asked: everybody who wrote nearly the same. */
function questionOf({ offset, text, place }: Line, { lines }: Evidence) {
  const posted = lines.map((line) => ({ text: line.text, chatter: line.author.id }));
  const cluster = nearDuplicates(posted).find(({ members }) => members.includes(place));
  return { offset, text, askers: cluster?.chatters ?? 1 };
}

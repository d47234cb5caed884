import type { ModelAnswer, PromptMessage } from './llm.ts';
import type { SummaryContent, SummaryMessage } from './offline-summary.ts';

const maxText = 300;
const maxLine = 200;
const maxLabel = 60;
const limits = { topics: 4, questions: 3, quotes: 5 };
const hidden = /[\p{Cc}\p{Cf}\u{e0000}-\u{e007f}]/gu;
const links = /\b(?:https?:|www\.)\S*|\b\S+\.(?:com|net|org|io|gg|tv|xyz|ru|kr)\b\S*/iu;
const markup = /<[^>]*>|\]\(|[`{}]|\*\*/u;

/** The prompt of a window and what its ids stand for: `m1`, `m2`, … in order. */
export function promptOf(messages: readonly SummaryMessage[]) {
  const byId = new Map(messages.map((message, i) => [`m${i + 1}`, message]));
  const prompt: PromptMessage[] = [...byId].map(([id, { text }]) => ({
    id,
    text: [...text.replace(hidden, '')].slice(0, maxText).join(''),
  }));
  return { prompt, byId };
}

/**
 * The model's answer with everything that can be checked put in by us: counts, askers, offsets,
 * texts and authors come from the messages. Undefined where the answer names a foreign id, or
 * carries links, markup or no sentence.
 */
export function modelSummary(
  answer: ModelAnswer,
  byId: ReadonlyMap<string, SummaryMessage>,
  counted: Pick<SummaryContent, 'messages' | 'chatters'>,
): SummaryContent | undefined {
  const words = [answer.oneLine, ...answer.topics.map((topic) => topic.label)];
  const ids = [
    ...answer.topics.flatMap((topic) => topic.ids),
    ...answer.questions,
    ...answer.quotes,
  ];
  if (!words.every(isPlain) || answer.oneLine.length > maxLine) return undefined;
  if (!ids.every((id) => byId.has(id))) return undefined;
  const pick = (chosen: readonly string[], most: number) =>
    [...new Set(chosen)].slice(0, most).flatMap((id) => byId.get(id) ?? []);
  return {
    ...counted,
    oneLine: answer.oneLine.trim(),
    topics: answer.topics.slice(0, limits.topics).map(({ label, ids: chosen }) => {
      const about = pick(chosen, byId.size);
      return {
        label: label.trim().slice(0, maxLabel),
        chatters: new Set(about.map((message) => message.author.id)).size,
        offsets: about.map((message) => message.offset),
      };
    }),
    questions: pick(answer.questions, limits.questions).map(({ offset, text }) => ({
      offset,
      text,
      askers: 1,
    })),
    quotes: pick(answer.quotes, limits.quotes).map(({ offset, text, author }) => ({
      offset,
      text,
      author: author.displayName,
    })),
  };
}

const isPlain = (words: string): boolean =>
  words.trim() !== '' &&
  words.replace(hidden, '') === words &&
  !links.test(words) &&
  !markup.test(words);

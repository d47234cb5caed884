import type { Summary } from '@livechat/contracts';
import { visible } from './hostile-text.ts';
import type { PromptMessage } from './llm.ts';
import type { Line } from './offline-summary-window.ts';
import type { SummaryContent } from './offline-summary.ts';

/** Lines of one text, the newest first: it stands for the others. */
export type Copies = readonly [Line, ...Line[]];

const maxText = 300;

/** The prompt of some lines and what its ids stand for: `m1`, `m2`, … in order. */
export function promptOf(lines: readonly Copies[]) {
  const byId = new Map(lines.map((copies, i) => [`m${i + 1}`, copies]));
  const prompt: PromptMessage[] = [...byId].map(([id, copies]) => ({
    id,
    text: [...visible(copies[0].text)].slice(0, maxText).join(''),
    ...(copies.length > 1 && { times: copies.length }),
  }));
  return { prompt, byId };
}

export interface Choice {
  /** Texts a prompt takes. */
  readonly most: number;
  /** Take from all of a stream, not from its newest lines. */
  readonly isRecap: boolean;
}

/**
 * What the model is shown: what chatters said to the room, copies of a text folded. Of more texts
 * than the prompt takes: those the counted summary cites, then the newest; for a recap those at
 * even distances.
 */
export function chosenLines(
  lines: readonly Line[],
  counted: SummaryContent,
  { most, isRecap }: Choice,
): readonly Copies[] {
  const folded = foldedLines(lines.filter((line) => line.isTrusted));
  if (folded.length <= most) return folded;
  const cited = new Set([
    ...counted.quotes.map(({ offset }) => offset),
    ...counted.questions.map(({ offset }) => offset),
    ...counted.topics.flatMap(({ offsets }) => offsets.slice(-5)),
  ]);
  const isCited = (copies: Copies): boolean => copies.some(({ offset }) => cited.has(offset));
  const first = folded.filter(isCited).slice(-most);
  const others = folded.filter((copies) => !isCited(copies));
  const room = most - first.length;
  const more = isRecap ? spread(others, room) : others.slice(others.length - room);
  return [...first, ...more].sort(([a], [b]) => a.place - b.place);
}

/** Lines of the same text together, in the order of their newest. */
function foldedLines(lines: readonly Line[]): readonly Copies[] {
  const byText = new Map<string, [Line, ...Line[]]>();
  for (const line of lines.toReversed()) {
    const text = visible(line.text).trim().toLowerCase();
    const known = byText.get(text);
    if (known) known.push(line);
    else byText.set(text, [line]);
  }
  return [...byText.values()].reverse();
}

const spread = <T>(items: readonly T[], most: number): readonly T[] =>
  items.filter(
    (_, i) => Math.floor((i * most) / items.length) !== Math.floor(((i - 1) * most) / items.length),
  );

/** What earlier summaries told, in words that may be repeated: counted sentences are numbers only. */
export const toldBefore = (past: readonly Summary[]): readonly string[] =>
  past
    .map(({ source, oneLine, topics }) =>
      [...(source === 'llm' ? [oneLine] : []), topics.map(({ label }) => label).join(', ')]
        .filter((part) => part !== '')
        .join(' Topics: '),
    )
    .filter((told) => told !== '');

import type { Question } from '@livechat/contracts';
import type { QuestionGroup } from './question-groups.ts';
import type { Ask } from './question-wording.ts';

/** Offsets a question names: its first message, and the newest. */
const mostOffsets = 20;

/** The message that stands for all of a question: the clearest, of equals the first. */
export function voiceOf(group: QuestionGroup): Ask | undefined {
  let voice: Ask | undefined;
  for (const { asks } of group.wordings) {
    for (const ask of asks) {
      if (ask.standing === 'stands' && (!voice || isClearer(ask, voice))) voice = ask;
    }
  }
  return voice;
}

/** A question as records carry it; one that nobody asks any more is withdrawn. */
export function questionOf(id: string, first: number, group: QuestionGroup | undefined): Question {
  const asks = group?.wordings.flatMap((w) => w.asks.filter((ask) => ask.standing === 'stands'));
  if (!group || !asks || asks.length === 0) {
    return { id, text: '', askers: 0, offsets: [first], state: 'open', at: 0, rank: 0 };
  }
  const weights = new Map<string, number>();
  for (const { authorId, weight } of asks) {
    weights.set(authorId, Math.max(weight, weights.get(authorId) ?? 0));
  }
  const offsets = asks.map(({ offset }) => offset).sort((a, b) => a - b);
  return {
    id,
    text: voiceOf(group)?.text ?? '',
    askers: weights.size,
    offsets: offsets.length > mostOffsets ? [first, ...offsets.slice(1 - mostOffsets)] : offsets,
    state: group.wordings[0]?.mark?.state ?? 'open',
    at: asks.reduce((newest, { at }) => Math.max(newest, at), 0) * 1_000,
    rank: [...weights.values()].reduce((sum, weight) => sum + weight, 0),
  };
}

const isClearer = (one: Ask, other: Ask): boolean =>
  one.clarity > other.clarity || (one.clarity === other.clarity && one.offset < other.offset);

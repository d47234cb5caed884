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
  const wordings = group?.wordings ?? [];
  const weights = new Map<string, number>();
  let at = 0;
  for (const { asks } of wordings) at = Math.max(at, weigh(asks, weights));
  const offsets = wordings.flatMap(({ asks }) => newestOf(asks)).filter((o) => o !== first);
  let rank = 0;
  for (const weight of weights.values()) rank += weight;
  return {
    id,
    text: (group && voiceOf(group)?.text) ?? '',
    askers: weights.size,
    offsets: [first, ...offsets.sort((a, b) => a - b).slice(1 - mostOffsets)],
    state: wordings[0]?.mark?.state ?? 'open',
    at: at * 1_000,
    rank,
  };
}

/** Enters the most each asker weighs; answers when the newest message was posted, in s. */
function weigh(asks: readonly Ask[], weights: Map<string, number>): number {
  let at = 0;
  for (const ask of asks) {
    if (ask.standing !== 'stands') continue;
    if (ask.weight > (weights.get(ask.authorId) ?? 0)) weights.set(ask.authorId, ask.weight);
    if (ask.at > at) at = ask.at;
  }
  return at;
}

function newestOf(asks: readonly Ask[]): number[] {
  const offsets: number[] = [];
  for (let i = asks.length - 1; i >= 0 && offsets.length < mostOffsets; i--) {
    const ask = asks[i];
    if (ask?.standing === 'stands') offsets.push(ask.offset);
  }
  return offsets;
}

const isClearer = (one: Ask, other: Ask): boolean =>
  one.clarity > other.clarity || (one.clarity === other.clarity && one.offset < other.offset);

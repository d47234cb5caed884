import type { MoodWindow, Windows } from '@livechat/contracts';
import type { MessageColumns } from './message-columns.ts';
import { agedWeights, moodOf, sharedVote, wholeVote } from './mood.ts';
import { Tally } from './tally.ts';

/** Windows are kept in pieces of this length. */
export const slotMs = 5_000;
export const slotOf = (at: number): number => Math.floor(at / slotMs);

/** The longest window, in pieces. */
export const windowSlots = 180;

const spans = [
  { name: 'm1', slots: 12, weights: agedWeights(12) },
  { name: 'm5', slots: 60, weights: agedWeights(60) },
  { name: 'm15', slots: windowSlots, weights: agedWeights(windowSlots) },
] as const;
type Span = (typeof spans)[number];

/**
 * The windows of 1, 5 and 15 minutes that end with the piece `now`, folded from the kept messages
 * in log order. `authors` is one more than the highest author number.
 */
export function windowsOf(columns: MessageColumns, authors: number, now: number): Windows {
  const roots = groupRoots(columns, now);
  const groups = groupsOf(columns, roots, now);
  const folds = spans.map((span) => fold(columns, span, { authors, now, roots, groups }));
  const [m1, m5, m15] = folds as [MoodWindow, MoodWindow, MoodWindow];
  return { m1, m5, m15 };
}

/** Youngest age of each author's messages in a group of much-alike messages. */
type Group = Map<number, number>;

interface FoldInput {
  readonly authors: number;
  readonly now: number;
  readonly roots: Int32Array;
  readonly groups: ReadonlyMap<number, Group>;
}

/** Per message the place of the first one of its group within the longest window; −1 outside it. */
function groupRoots({ start, end, base, slot, gone, parent }: MessageColumns, now: number) {
  const roots = new Int32Array(end - start).fill(-1);
  for (let place = start; place < end; place++) {
    if (gone[place] || now - (slot[place] ?? 0) >= windowSlots) continue;
    const before = (parent[place] ?? -1) - base - start;
    const root = before >= 0 ? (roots[before] ?? -1) : -1;
    roots[place - start] = root >= 0 ? root : place - start;
  }
  return roots;
}

/** The groups of two or more messages. */
function groupsOf({ start, slot, author }: MessageColumns, roots: Int32Array, now: number) {
  const groups = new Map<number, Group>();
  const enter = (group: Group, i: number) => {
    const who = author[start + i] ?? 0;
    const age = now - (slot[start + i] ?? 0);
    group.set(who, Math.min(age, group.get(who) ?? age));
  };
  for (let i = 0; i < roots.length; i++) {
    const root = roots[i] ?? -1;
    if (root < 0 || root === i) continue;
    let group = groups.get(root);
    if (!group) {
      groups.set(root, (group = new Map<number, number>()));
      enter(group, root);
    }
    enter(group, i);
  }
  return groups;
}

function fold(columns: MessageColumns, span: Span, input: FoldInput): MoodWindow {
  const { start, slot, author, kind, milli } = columns;
  const { roots, now } = input;
  const shares = groupShares(span.slots, input.groups);
  const votes = emptyVotes(input.authors);
  const tally = new Tally();
  for (let i = 0; i < roots.length; i++) {
    const age = now - (slot[start + i] ?? 0);
    const root = roots[i] ?? -1;
    if (root < 0 || age >= span.slots) continue;
    const weight = span.weights[age] ?? 0;
    const voting = weight * (shares.get(root) ?? wholeVote);
    const who = author[start + i] ?? 0;
    votes.aged[who] = (votes.aged[who] ?? 0) + weight;
    votes.voting[who] = (votes.voting[who] ?? 0) + voting;
    votes.leaning[who] = (votes.leaning[who] ?? 0) + voting * (milli[start + i] ?? 0);
    tally.add(kind[start + i] ?? 0);
  }
  return { ...tally.counts(), chatters: voters(votes.aged), ...moodOf(votes) };
}

/** Each group's share of a vote per chatter, by how many of them speak in the span. */
function groupShares(slots: number, groups: ReadonlyMap<number, Group>): Map<number, number> {
  const shares = new Map<number, number>();
  for (const [root, group] of groups) {
    let chatters = 0;
    for (const age of group.values()) if (age < slots) chatters++;
    if (chatters > 1) shares.set(root, sharedVote(chatters));
  }
  return shares;
}

const emptyVotes = (authors: number) => ({
  aged: new Float64Array(authors),
  voting: new Float64Array(authors),
  leaning: new Float64Array(authors),
});

const voters = (aged: Float64Array): number =>
  aged.reduce((n, weight) => n + (weight > 0 ? 1 : 0), 0);

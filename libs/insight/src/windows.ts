import type { MoodWindow, Windows } from '@livechat/contracts';
import type { MessageColumns } from './message-columns.ts';
import { agedWeights, moodOf, sharedVote, wholeVote } from './mood.ts';
import { PairTable } from './pair-table.ts';
import type { SlotTallies } from './slot-tallies.ts';

/** Windows are kept in pieces of this length. */
export const slotMs = 5_000;
export const slotOf = (at: number): number => Math.floor(at / slotMs);

/** The longest window, in pieces. */
export const windowSlots = 180;

const spans = [12, 60, windowSlots].map((slots, index) => ({
  index,
  slots,
  weights: agedWeights(slots),
}));
type Span = (typeof spans)[number];
/** For a message of an age, the windows it stands in: bit 0 for the shortest. */
const spanBits = Uint8Array.from({ length: windowSlots }, (_, age) =>
  spans.reduce((bits, { slots, index }) => (age < slots ? bits | (1 << index) : bits), 0),
);

/**
 * Folds the kept messages of a stream into its windows, in log order. Much-alike messages form a
 * group: a message belongs to that of the latest earlier one it is like, within the longest window.
 */
export class WindowFold {
  /** Per place the place of its group's first message; −1 outside the windows. */
  private roots = new Int32Array(0);
  /** Per root and window the chatters of its group; 0 for a message like no other. */
  private chatters = new Int32Array(0);
  private readonly seen = new PairTable();

  constructor(
    private readonly columns: MessageColumns,
    private readonly tallies: SlotTallies,
  ) {}

  /** The windows that end with the piece `now`; `authors` is one more than the highest author. */
  windows(authors: number, now: number): Windows {
    this.findRoots(now);
    this.countChatters(now);
    const [m1, m5, m15] = spans.map((span) => this.fold(span, authors, now));
    return { m1, m5, m15 } as Windows;
  }

  private findRoots(now: number): void {
    const { start, end, base, slot, gone, parent } = this.columns;
    if (this.roots.length < end - start) this.roots = new Int32Array(2 * (end - start));
    const { roots } = this;
    for (let place = start; place < end; place++) {
      const i = place - start;
      roots[i] = -1;
      if (gone[place] !== 0 || now - (slot[place] ?? 0) >= windowSlots) continue;
      const before = (parent[place] ?? -1) - base - start;
      const root = before >= 0 ? (roots[before] ?? -1) : -1;
      roots[i] = root >= 0 ? root : i;
    }
  }

  private countChatters(now: number): void {
    const { size, start } = this.columns;
    const places = size * spans.length;
    if (this.chatters.length < places) this.chatters = new Int32Array(2 * places);
    else this.chatters.fill(0, 0, places);
    this.seen.clear();
    for (let i = 0; i < size; i++) {
      const root = this.roots[i] ?? -1;
      if (root < 0 || root === i) continue;
      if (this.chatters[root * spans.length + spans.length - 1] === 0) {
        this.countChatter(root, start + root, now);
      }
      this.countChatter(root, start + i, now);
    }
  }

  private countChatter(root: number, place: number, now: number): void {
    const { slot, author } = this.columns;
    const bits = spanBits[now - (slot[place] ?? 0)] ?? 0;
    const news = this.seen.add(root, author[place] ?? 0, bits);
    for (let span = 0; span < spans.length; span++) {
      if (((news >> span) & 1) === 0) continue;
      const at = root * spans.length + span;
      this.chatters[at] = (this.chatters[at] ?? 0) + 1;
    }
  }

  private fold({ slots, weights, index }: Span, authors: number, now: number): MoodWindow {
    const { columns, roots, chatters } = this;
    const { start, end, slot, author, milli } = columns;
    const [aged, voting, leaning] = [zeros(authors), zeros(authors), zeros(authors)] as const;
    for (let place = columns.placeFrom(now - slots + 1); place < end; place++) {
      const root = roots[place - start] ?? -1;
      const age = now - (slot[place] ?? 0);
      if (root < 0 || age >= slots) continue;
      const weight = weights[age] ?? 0;
      const vote = weight * voteAmong(chatters[root * spans.length + index] ?? 0);
      const who = author[place] ?? 0;
      aged[who] = (aged[who] ?? 0) + weight;
      voting[who] = (voting[who] ?? 0) + vote;
      leaning[who] = (leaning[who] ?? 0) + vote * (milli[place] ?? 0);
    }
    const counts = this.tallies.sum(now - slots + 1, now).counts();
    return { ...counts, chatters: voters(aged), ...moodOf({ aged, voting, leaning }) };
  }
}

const zeros = (length: number) => new Float64Array(length);

/** Shares of a vote by number of chatters, worked out once. */
const votes: number[] = [wholeVote];
const voteAmong = (chatters: number): number => (votes[chatters] ??= sharedVote(chatters));

function voters(aged: Float64Array): number {
  let count = 0;
  for (const weight of aged) if (weight > 0) count++;
  return count;
}

import type { Checkpoint } from '@livechat/backends';
import type { SavedChatters } from './chatter-counts.ts';
import { noMoments } from './moments.ts';
import { noQuestions } from './saved-questions.ts';
import type { SavedFindings } from './stream-findings.ts';
import { untriggered, type SavedTrigger } from './triggers.ts';

/** What a checkpoint keeps of a stream: small, never windows. */
export interface SavedStream extends SavedFindings {
  /** Highest event time of a message, ms. */
  readonly clock: number;
  /** Append time of the newest record taken, ms. */
  readonly appendedAt: number;
  /** Messages carry times of their own: append times say nothing of the windows. */
  readonly imported: boolean;
  /** Most by which a message was older than one before it in the log, ms. */
  readonly lateness: number;
  readonly totals: readonly number[] | undefined;
  readonly chatters: SavedChatters | undefined;
  /** Offsets of removed messages, oldest removal first. */
  readonly removed: readonly number[];
  readonly trigger: SavedTrigger;
}

/** Where a stream takes up its count. */
export interface Start extends SavedStream {
  /** Offset up to which this counts, −1 for nothing of this epoch. */
  readonly covered: number;
  /** Whether the log may hold messages of the windows that memory has to get back. */
  readonly resumed: boolean;
}

const nothing: SavedStream = {
  clock: 0,
  appendedAt: 0,
  imported: false,
  lateness: 0,
  totals: undefined,
  chatters: undefined,
  removed: [],
  trigger: untriggered,
  questions: noQuestions,
  moments: noMoments,
};

/**
 * Where to begin with a checkpoint, or none. Of an older epoch only counts go on: its offsets,
 * and with them its blocks, removals, questions and moments, mean nothing in this one.
 */
export function startOf(checkpoint: Checkpoint<SavedStream> | undefined, epoch: number): Start {
  if (!checkpoint) return { ...nothing, covered: -1, resumed: false };
  const { state, offset: covered } = checkpoint;
  if (checkpoint.epoch === epoch) return { ...state, covered, resumed: true };
  const trigger = { ...state.trigger, open: null, blocks: [] };
  return {
    ...state,
    covered,
    resumed: false,
    lateness: 0,
    removed: [],
    trigger,
    questions: noQuestions,
    moments: noMoments,
  };
}

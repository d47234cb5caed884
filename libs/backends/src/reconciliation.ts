import { StartError } from '@livechat/runtime';
import { archivePosition } from './archive-position.ts';
import type { ChatHistory } from './chat-history.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { EventLog } from './event-log.ts';
import { LogReading } from './log-reading.ts';
import { partitionOf } from './partition-of.ts';
import { StreamCheck } from './stream-check.ts';
import type { Difference, JudgedStream, StreamSums } from './stream-differences.ts';

export interface ReconciledStores {
  readonly log: EventLog;
  readonly history: ChatHistory;
  readonly checkpoints: Checkpoints;
  /** Every stream there is, also those the log no longer holds anything of. */
  readonly streamIds: () => Promise<readonly string[]>;
}

export interface ReconcileOptions {
  readonly epoch: number;
  /** How long archive and analysis may take to come as far as the log was at the start, ms. */
  readonly waitMs: number;
  /** Events older than this may be gone from the archive, ms; null: none is. */
  readonly archiveRetentionMs: number | null;
}

export interface Reconciliation {
  /** Of every stream of which log or archive hold something. */
  readonly streams: readonly StreamSums[];
  readonly total: Omit<StreamSums, 'streamId'>;
  readonly differences: readonly Difference[];
  /** What could not be judged, in words. */
  readonly notes: readonly string[];
}

type Stage = ReconciledStores & ReconcileOptions & { readonly reading: LogReading };

const pollMs = 100;
const atOnce = 8;

/**
 * Compares the log, up to its ends now, with archive, labels and newest analyses: accepted less
 * void = archived = analysed, stream by stream. Changes nothing. Rejects with StartError where no
 * judgement is possible, as with an archive that does not come as far as the log.
 */
export async function reconcile(
  stores: ReconciledStores,
  options: ReconcileOptions,
): Promise<Reconciliation> {
  const reading = await LogReading.start(stores.log);
  try {
    const ends = await stores.log.ends('raw-chats');
    const deadline = performance.now() + options.waitMs;
    await reading.upTo(ends);
    const stage = { ...stores, ...options, reading };
    await archiveCovers(stage, ends, deadline);
    const streams = await judgedStreams(stage, ends);
    const checks = streams.map((stream) => new StreamCheck(stream, stage));
    const late = await analysisComes(checks, deadline);
    const sums = await inGroups(checks, (check) => check.run());
    reading.assertWhole();
    const differences = checks.flatMap((check) => check.differences);
    return {
      streams: sums.filter(({ accepted, archived, labels }) => accepted + archived + labels > 0),
      total: totalOf(sums),
      differences,
      notes: notesOn(streams, late, options.waitMs),
    };
  } finally {
    await reading.stop();
  }
}

/** Waits until everything below the ends is archived. */
async function archiveCovers(
  { checkpoints, epoch }: Stage,
  ends: readonly number[],
  deadline: number,
): Promise<void> {
  const missing = async (end: number, partition: number) =>
    end === 0 ? 0 : Math.max(0, end - 1 - (await archivePosition(checkpoints, epoch, partition)));
  for (;;) {
    const counts = await Promise.all(ends.map(missing));
    const behind = counts.reduce((sum, count) => sum + count, 0);
    if (behind === 0) return;
    if (performance.now() > deadline) {
      const partitions = counts.filter((count) => count > 0).length;
      throw new StartError(
        `The archive is ${behind} records behind the log in ${partitions} partitions: is chat-archiver at work?`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function judgedStreams(stage: Stage, ends: readonly number[]): Promise<JudgedStream[]> {
  const { reading, epoch, archiveRetentionMs } = stage;
  const since = archiveRetentionMs === null ? 0 : Math.max(0, Date.now() - archiveRetentionMs);
  const froms = ends.map((_end, partition) => reading.judgedFrom(partition, since));
  const others = (await stage.streamIds()).filter((id) => !reading.streams.has(id));
  const logged = [...reading.streams].map(([streamId, { partition, events }]) => ({
    streamId,
    partition,
    logged: events,
  }));
  const unknown = others.map((streamId) => ({
    streamId,
    partition: partitionOf(streamId, ends.length),
    logged: [],
  }));
  return [...logged, ...unknown].map((stream) => {
    const from = froms[stream.partition] ?? 0;
    return { ...stream, epoch, from, end: ends[stream.partition] ?? 0, whole: from === 0 };
  });
}

/** Waits for labels and totals; answers how many streams do not have them in time. */
async function analysisComes(checks: readonly StreamCheck[], deadline: number): Promise<number> {
  let waiting = checks;
  for (;;) {
    const ready = await inGroups(waiting, (check) => check.isAnalysed());
    waiting = waiting.filter((_check, i) => !ready[i]);
    if (waiting.length === 0 || performance.now() > deadline) return waiting.length;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function notesOn(streams: readonly JudgedStream[], late: number, waitMs: number): string[] {
  const partial = streams.filter(({ whole }) => !whole).length;
  return [
    ...(late === 0
      ? []
      : [`${late} streams are not analysed to their end after ${waitMs / 1_000} s`]),
    ...(partial === 0
      ? []
      : [`${partial} streams are judged in part, without totals: the log's begin is gone by age`]),
  ];
}

const totalOf = (sums: readonly StreamSums[]): Reconciliation['total'] => {
  const sum = (name: keyof Reconciliation['total']) =>
    sums.reduce((total, stream) => total + stream[name], 0);
  return {
    accepted: sum('accepted'),
    void: sum('void'),
    archived: sum('archived'),
    messages: sum('messages'),
    labels: sum('labels'),
  };
};

/** Some at once, in order. */
async function inGroups<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const answers: B[] = [];
  for (let i = 0; i < items.length; i += atOnce) {
    answers.push(...(await Promise.all(items.slice(i, i + atOnce).map(work))));
  }
  return answers;
}

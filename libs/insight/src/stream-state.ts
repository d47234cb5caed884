import {
  placed,
  type AnalysisRecord,
  type Bucket,
  type Label,
  type MessagePosted,
  type SummaryRequest,
} from '@livechat/contracts';
import type { Checkpoint, LogRecord } from '@livechat/backends';
import { ChatterCounts, type SavedChatters } from './chatter-counts.ts';
import { wordsOf } from './message-words.ts';
import { recentMs, RecentMessages, type CountedMessage } from './recent-messages.ts';
import { Tally, verdict } from './tally.ts';
import { analyze } from './text/analyze.ts';
import { bucketMs, bucketOf } from './timeline.ts';
import {
  SummaryTrigger,
  type DueRequest,
  type SavedTrigger,
  type TriggerRules,
} from './triggers.ts';

/** What a checkpoint keeps of a stream: small, never windows. */
export interface SavedStream {
  readonly clock: number;
  readonly appendedAt: number;
  readonly imported: boolean;
  readonly disordered: boolean;
  readonly totals: readonly number[];
  readonly chatters: SavedChatters;
  readonly removed: readonly number[];
  readonly trigger: SavedTrigger;
}

export interface StreamRules extends TriggerRules {
  readonly maxChatters: number;
  readonly maxMessages: number;
  readonly maxRemoved: number;
  readonly onBoundHit: (bound: string) => void;
}

export interface StreamPlace {
  readonly streamId: string;
  readonly epoch: number;
  readonly partition: number;
}

type Chat = LogRecord<'raw-chats'>;

/**
 * Everything the analyzer knows of one stream. At or below its checkpoint (`covered`) a record
 * only refills the windows; above it counts. The same records in any cutting give the same values.
 */
export class StreamState {
  /** Offset up to which the checkpoint that was loaded counts. */
  readonly covered: number;
  readonly trigger: SummaryTrigger;
  /** Offsets of removed messages, oldest removal first. */
  readonly removed: Set<number>;
  /** Old 10 s pieces to be made anew from the archive, each with the offset of one of its messages. */
  readonly stale = new Map<number, number>();
  readonly requests: SummaryRequest[] = [];
  recent: RecentMessages;
  /** Offset of the newest record taken. */
  applied = -1;
  /** Append time of the newest record taken. */
  appendedAt: number;
  /** Highest event time of a message. */
  clock: number;
  imported: boolean;
  /** A message came with a time older than the windows: pieces of time are strewn over the log. */
  disordered: boolean;
  /** Offset up to which the newest checkpoint counts, of those written since the state was loaded. */
  savedTo = -1;
  /** Event time from which on memory holds everything the log had; Infinity: nobody knows. */
  knownFrom: number;
  labels: Label[] = [];
  /** Append time of the oldest record not yet told of. */
  since: number | undefined;
  private changedAt = -1;
  private from = -1;
  private firstSeen = -1;
  private metPosted = false;
  private metNew = false;
  private readonly totals: Tally;
  private readonly chatters: ChatterCounts;
  private readonly touched = new Set<number>();
  private readonly rebuilt = new Map<number, Bucket>();

  constructor(
    readonly place: StreamPlace,
    readonly rules: StreamRules,
    checkpoint: Checkpoint<SavedStream> | undefined,
  ) {
    const saved = checkpoint?.state;
    const sameEpoch = checkpoint?.epoch === place.epoch;
    this.covered = checkpoint?.offset ?? -1;
    this.clock = saved?.clock ?? 0;
    this.appendedAt = saved?.appendedAt ?? 0;
    this.imported = saved?.imported ?? false;
    this.disordered = saved?.disordered ?? false;
    this.totals = new Tally(saved?.totals);
    this.chatters = new ChatterCounts(rules.maxChatters, saved?.chatters, () =>
      rules.onBoundHit('chatters'),
    );
    // Offsets of an older epoch mean nothing in this one.
    this.removed = new Set(sameEpoch ? saved?.removed : []);
    this.trigger = new SummaryTrigger(rules, saved && ofEpoch(saved.trigger, sameEpoch));
    this.knownFrom = saved && sameEpoch ? Infinity : 0;
    this.recent = this.emptyMemory();
  }

  /** True while nothing may be said: windows or old pieces have to be looked up first. */
  get unsettled(): boolean {
    return this.stale.size > 0 || this.knownFrom > this.windowFrom;
  }

  /** Begin of the longest window, with the whole piece at its edge. */
  get windowFrom(): number {
    return bucketOf(Math.max(0, this.clock - recentMs + bucketMs));
  }

  /** There is something to say. */
  get dirty(): boolean {
    return this.since !== undefined;
  }

  /** There is something no checkpoint has. */
  get unsaved(): boolean {
    return this.changedAt > this.savedTo;
  }

  /** A memory that ends at the stream's clock. */
  emptyMemory(): RecentMessages {
    const memory = new RecentMessages({
      maxMessages: this.rules.maxMessages,
      onBoundHit: () => this.rules.onBoundHit('window_messages'),
      onBucketLeft: (bucket) => {
        if (this.touched.delete(bucket.at)) this.rebuilt.set(bucket.at, bucket);
      },
    });
    memory.advance(this.clock);
    return memory;
  }

  /** Offset of the first record that came since the state was loaded; memory holds what came since. */
  get heldFrom(): number {
    return this.firstSeen;
  }

  /**
   * A record came: what that says of how far back memory is whole. `read` tells that all records
   * of the windows' length before the first new one have been read.
   */
  met(record: Chat, read: boolean): void {
    if (this.firstSeen < 0) this.firstSeen = record.offset;
    if (this.knownFrom === 0) return;
    const at = record.value.at ?? record.at;
    if (record.value.type === 'message.posted' && !this.metPosted && !this.disordered) {
      this.metPosted = true;
      this.knownFrom = Math.min(this.knownFrom, bucketOf(at) + bucketMs);
    }
    const live = record.value.at === undefined && !this.imported;
    if (record.replayed || this.metNew || !live || !read) return;
    this.metNew = true;
    this.knownFrom = Math.min(this.knownFrom, record.at - recentMs);
  }

  /** Whether a record counts; else it only refills memory. */
  counts(record: Chat): boolean {
    return record.offset > this.covered && !record.replayed;
  }

  /**
   * Takes a record in, in one go. `target` is the message that a removal or restoring points at,
   * undefined where there is none that counts.
   */
  take(record: Chat, target?: CountedMessage): void {
    const { value } = record;
    if (value.type === 'message.posted') this.post(record);
    else if (value.type === 'message.removed' && target) this.withdraw(record, target, true);
    else if (value.type === 'message.restored' && target) this.withdraw(record, target, false);
    else if (value.type === 'stream.ended') this.end(record);
    this.pass(record);
  }

  /** A record without effect. */
  pass(record: Chat): void {
    this.applied = record.offset;
    this.appendedAt = record.at;
  }

  /** A 10 s piece as the archive gives it. */
  rebuild(bucket: Bucket): void {
    this.stale.delete(bucket.at);
    this.rebuilt.set(bucket.at, bucket);
  }

  /** All there is to say since the last time, as of the newest record. */
  cut(): AnalysisRecord {
    const { streamId, epoch } = this.place;
    const record: AnalysisRecord = {
      id: `${streamId}:${this.applied}`,
      epoch,
      from: this.from,
      streamId,
      upTo: this.applied,
      at: this.clock,
      totals: {
        ...this.totals.counts(),
        chatters: this.chatters.size,
        ...(this.chatters.atLeast && { chattersAtLeast: true as const }),
      },
      windows: this.recent.windows(),
      labels: this.labels,
      buckets: this.buckets(),
      questions: [],
      moments: [],
    };
    this.labels = [];
    this.since = undefined;
    this.from = -1;
    return record;
  }

  save(): SavedStream {
    const { clock, appendedAt, imported, disordered } = this;
    return {
      clock,
      appendedAt,
      imported,
      disordered,
      totals: this.totals.toJSON(),
      chatters: this.chatters.toJSON(),
      removed: [...this.removed],
      trigger: this.trigger.toJSON(),
    };
  }

  private post(record: Chat): void {
    const event = placed(record.value, record.at, { offset: record.offset, prev: null });
    const { at, text, author } = event as MessagePosted;
    const said = analyze(text);
    const message: CountedMessage = {
      offset: record.offset,
      at,
      authorId: author.id,
      verdict: verdict(said),
      words: wordsOf(text),
    };
    if (record.value.at !== undefined) this.imported = true;
    this.clock = Math.max(this.clock, at);
    this.recent.add(message);
    if (this.counts(record)) this.count(record, message, said);
  }

  private withdraw(record: Chat, message: CountedMessage, gone: boolean): void {
    const { offset, authorId } = message;
    this.recent.setGone(offset, gone);
    if (!this.counts(record) || this.removed.has(offset) === gone) return;
    if (gone) this.remember(offset);
    else this.removed.delete(offset);
    this.totals.add(message.verdict.kind, gone ? -1 : 1);
    this.chatters[gone ? 'takeOff' : 'add'](authorId);
    this.touch(message);
    this.request(this.trigger.revised(offset, record.offset));
    this.changed(record);
  }

  /** What is left of a block is due. */
  private end(record: Chat): void {
    const due = this.counts(record) ? this.trigger.end(this.clock) : undefined;
    if (!due) return;
    this.request([due]);
    this.changed(record);
  }

  private count(record: Chat, message: CountedMessage, said: Omit<Label, 'offset'>): void {
    const { offset, authorId } = message;
    const { sentiment, score, category, toxicity } = said;
    this.totals.add(message.verdict.kind);
    this.chatters.add(authorId);
    this.labels.push({ offset, sentiment, score, category, toxicity });
    if (message.at < this.windowFrom) this.disordered = true;
    this.touch(message);
    const due = this.trigger.message(offset, this.clock);
    if (due) this.request([due]);
    this.changed(record);
  }

  /** The message's 10 s piece has changed: memory has it, or it is made anew from the archive. */
  private touch({ at, offset }: CountedMessage): void {
    const begin = bucketOf(at);
    if (begin >= this.recent.wholeFrom && begin >= this.knownFrom) this.touched.add(begin);
    else this.stale.set(begin, offset);
  }

  private buckets(): Bucket[] {
    const buckets = [...this.touched].map((begin) => this.recent.bucket(begin));
    buckets.push(...this.rebuilt.values());
    this.touched.clear();
    this.rebuilt.clear();
    return buckets.sort((a, b) => a.at - b.at);
  }

  private request(due: readonly DueRequest[]): void {
    const { streamId, epoch } = this.place;
    for (const { posted, ...request } of due) {
      this.requests.push({ ...request, id: `${streamId}:${posted}`, streamId, epoch });
    }
  }

  private remember(offset: number): void {
    this.removed.add(offset);
    if (this.removed.size <= this.rules.maxRemoved) return;
    this.rules.onBoundHit('removed_messages');
    for (const oldest of this.removed) {
      this.removed.delete(oldest);
      break;
    }
  }

  private changed(record: Chat): void {
    this.changedAt = record.offset;
    this.since ??= record.at;
    if (this.from < 0) this.from = record.offset;
  }
}

/** Of an older epoch's trigger only the count goes on: its blocks are out of reach. */
const ofEpoch = (trigger: SavedTrigger, same: boolean): SavedTrigger =>
  same ? trigger : { posted: trigger.posted, open: null, lastAt: trigger.lastAt, blocks: [] };

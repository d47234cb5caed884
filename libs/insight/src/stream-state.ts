import type { AnalysisRecord, Label, RawChat, SummaryRequest } from '@livechat/contracts';
import type { Checkpoint, LogRecord } from '@livechat/backends';
import { ChatterCounts } from './chatter-counts.ts';
import { wordsOf } from './message-words.ts';
import type { CountedMessage } from './recent-messages.ts';
import { startOf, type SavedStream } from './saved-stream.ts';
import { StreamFindings } from './stream-findings.ts';
import { StreamMemory, type MemoryBounds } from './stream-memory.ts';
import { Tally, verdict } from './tally.ts';
import { analyze } from './text/analyze.ts';
import { SummaryTrigger, type DueRequest, type TriggerRules } from './triggers.ts';

export interface StreamRules extends TriggerRules, MemoryBounds {
  readonly maxChatters: number;
  readonly maxRemoved: number;
  readonly maxWordings: number;
  readonly maxAsks: number;
}

export interface StreamPlace {
  readonly streamId: string;
  readonly epoch: number;
  readonly partition: number;
}

type Chat = LogRecord<'raw-chats'>;
type Posted = Extract<RawChat, { type: 'message.posted' }>;

/**
 * Everything the analyzer knows of one stream. At or below its checkpoint (`covered`) a record
 * only refills the windows; above it counts. The same records in any cutting give the same values.
 */
export class StreamState {
  /** Offset up to which the checkpoint that was loaded counts. */
  readonly covered: number;
  readonly memory: StreamMemory;
  readonly findings: StreamFindings;
  /** Offsets of removed messages, oldest removal first. */
  readonly removed: Set<number>;
  readonly requests: SummaryRequest[] = [];
  /** Offset of the newest record taken. */
  applied = -1;
  /** Append time of the newest record taken. */
  appendedAt: number;
  /** Offset up to which the newest checkpoint counts, of those written since the state was loaded. */
  savedTo = -1;
  labels: Label[] = [];
  /** Messages counted since the state was loaded. */
  counted = 0;
  private savedCount = 0;
  /** Append time of the oldest record not yet told of. */
  since: number | undefined;
  private changedAt = -1;
  private from = -1;
  private readonly totals: Tally;
  private readonly chatters: ChatterCounts;
  private readonly trigger: SummaryTrigger;

  constructor(
    readonly place: StreamPlace,
    private readonly rules: StreamRules,
    checkpoint: Checkpoint<SavedStream> | undefined,
  ) {
    const start = startOf(checkpoint, place.epoch);
    this.covered = start.covered;
    this.appendedAt = start.appendedAt;
    this.memory = new StreamMemory(start, rules);
    this.findings = new StreamFindings(place.epoch, rules, start);
    this.totals = new Tally(start.totals);
    this.chatters = new ChatterCounts(rules.maxChatters, start.chatters, () =>
      rules.onBoundHit('chatters'),
    );
    this.removed = new Set(start.removed);
    this.trigger = new SummaryTrigger(rules, start.trigger);
  }

  /** There is something to say. */
  get dirty(): boolean {
    return this.since !== undefined;
  }

  /** Nothing may be said: something has to be looked up first. */
  get unsettled(): boolean {
    const { memory, findings } = this;
    return memory.unsettled || findings.isLacking(memory.wholeFrom);
  }

  /** There is something no checkpoint has. */
  get unsaved(): boolean {
    return this.changedAt > this.savedTo;
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
    if (value.type === 'message.posted') this.post(record, value);
    else if (value.type === 'message.removed' && target) this.withdraw(record, target, true);
    else if (value.type === 'message.restored' && target) this.withdraw(record, target, false);
    else if (value.type === 'stream.ended') this.end(record);
    else if (this.counts(record) && this.findings.take(record, this.memory.clock)) {
      this.changed(record);
    }
    this.pass(record);
  }

  /** A record without effect. */
  pass(record: Chat): void {
    this.applied = record.offset;
    this.appendedAt = record.at;
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
      at: this.memory.clock,
      totals: {
        ...this.totals.counts(),
        chatters: this.chatters.size,
        ...(this.chatters.atLeast && { chattersAtLeast: true as const }),
      },
      windows: this.memory.recent.windows(),
      labels: this.labels,
      buckets: this.memory.takeBuckets(),
      ...this.findings.changed(),
    };
    this.labels = [];
    this.since = undefined;
    this.from = -1;
    return record;
  }

  /** A checkpoint is durable; answers how many of the `counted` messages it is the first to have. */
  saved(offset: number, counted: number): number {
    const news = counted - this.savedCount;
    this.savedTo = offset;
    this.savedCount = counted;
    return news;
  }

  save(): SavedStream {
    const { clock, imported, lateness } = this.memory;
    return {
      clock,
      appendedAt: this.appendedAt,
      imported,
      lateness,
      totals: this.totals.toJSON(),
      chatters: this.chatters.toJSON(),
      removed: [...this.removed],
      trigger: this.trigger.toJSON(),
      ...this.findings.toJSON(),
    };
  }

  private post(record: Chat, value: Posted): void {
    const said = analyze(value.text);
    const message: CountedMessage = {
      offset: record.offset,
      at: value.at ?? record.at,
      authorId: value.author.id,
      verdict: verdict(said),
      words: wordsOf(value.text),
    };
    if (value.at !== undefined) this.memory.imported = true;
    const counts = this.counts(record);
    this.memory.add(message, counts);
    const { offset, at, authorId } = message;
    const line = { offset, at, authorId, verdict: message.verdict, text: value.text, gone: false };
    this.findings.moments.lines.add(line, this.memory.recent.wholeFrom);
    if (!counts) return this.findings.questions.recall(offset, value.text);
    this.count(record, message, said);
    const { clock, recent } = this.memory;
    this.findings.post(line, value, said, { clock, recent });
  }

  private count(record: Chat, message: CountedMessage, said: Omit<Label, 'offset'>): void {
    const { offset, authorId } = message;
    const { sentiment, score, category, toxicity } = said;
    this.counted++;
    this.totals.add(message.verdict.kind);
    this.chatters.add(authorId);
    this.labels.push({ offset, sentiment, score, category, toxicity });
    this.memory.touch(message);
    const due = this.trigger.message(offset, this.memory.clock);
    if (due) this.request([due]);
    this.changed(record);
  }

  private withdraw(record: Chat, message: CountedMessage, gone: boolean): void {
    const { offset, at, authorId } = message;
    this.memory.recent.setGone(offset, gone);
    this.findings.moments.lines.setGone(offset, at, gone);
    if (!this.counts(record) || this.removed.has(offset) === gone) return;
    if (gone) this.remember(offset);
    else this.removed.delete(offset);
    this.totals.add(message.verdict.kind, gone ? -1 : 1);
    this.chatters[gone ? 'takeOff' : 'add'](authorId);
    this.memory.touch(message);
    this.findings.withdraw(message, gone, this.memory.clock);
    this.request(this.trigger.revised(offset, record.offset));
    this.changed(record);
  }

  /** The recap is due. */
  private end(record: Chat): void {
    if (!this.counts(record)) return;
    const due = this.trigger.end(this.memory.clock, record.offset);
    if (!due) return;
    this.request([due]);
    this.changed(record);
  }

  private request(due: readonly DueRequest[]): void {
    const { streamId, epoch } = this.place;
    for (const { posted, ...request } of due) {
      this.requests.push({ ...request, id: `${streamId}:${posted}`, streamId, epoch });
    }
  }

  private remember(offset: number): void {
    this.removed.add(offset);
    const oldest = this.removed.values().next().value;
    if (this.removed.size <= this.rules.maxRemoved || oldest === undefined) return;
    this.rules.onBoundHit('removed_messages');
    this.removed.delete(oldest);
  }

  private changed(record: Chat): void {
    this.changedAt = record.offset;
    this.since ??= record.at;
    if (this.from < 0) this.from = record.offset;
  }
}

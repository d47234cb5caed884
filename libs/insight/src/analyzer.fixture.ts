import {
  AppError,
  placed,
  type AnalysisRecord,
  type Bucket,
  type Label,
  type LogEvent,
  type Moment,
  type Question,
  type RawChat,
  type RecordOf,
  type SummaryRequest,
  type Topic,
} from '@livechat/contracts';
import {
  archivePositionStage,
  EmbeddedChatHistory,
  EmbeddedCheckpoints,
  EventLog,
  VoidFilter,
  type Appended,
  type Consumption,
  type LogRecord,
} from '@livechat/backends';
import { Metrics, silentLogger } from '@livechat/runtime';
import { Analyzer, readBackMs, type AnalyzerOptions } from './analyzer.ts';

export type Chat = LogRecord<'raw-chats'>;

/** Takes what the analyzer says; can be told to fail. */
export class Sink extends EventLog {
  readonly analyses: AnalysisRecord[] = [];
  readonly requests: SummaryRequest[] = [];
  failing = false;

  append<T extends Topic>(topic: T, _key: string, value: RecordOf<T>): Promise<Appended> {
    if (this.failing) return Promise.reject(new AppError('unavailable'));
    const copy = structuredClone(value);
    if (topic === 'analysis-results') this.analyses.push(copy as AnalysisRecord);
    if (topic === 'summary-requests') this.requests.push(copy as SummaryRequest);
    return Promise.resolve({ partition: 0, offset: 0, at: 0 });
  }

  consume(): Promise<Consumption> {
    return Promise.reject(new Error('nothing to consume'));
  }

  ends(): Promise<readonly number[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export const testOptions: AnalyzerOptions = {
  epoch: 0,
  voidIds: 10_000,
  maxStreams: 100,
  maxChatters: 1_000,
  maxMessages: 10_000,
  maxRemoved: 1_000,
  maxWordings: 100,
  maxAsks: 1_000,
  every: 5,
  window: 20,
  minInterval: 10_000,
  everyMs: 0,
};

type Without<V, K extends PropertyKey> = V extends unknown ? Omit<V, K> : never;
type Unplaced = Without<RawChat, 'streamId' | 'id'> & { readonly id?: string };

/** Builds the records of one partition, one after the other. */
export class LogScript {
  readonly records: Chat[] = [];
  private offset = -1;
  private time: number;

  constructor(
    start = Date.UTC(2026, 0, 5, 18),
    readonly partition = 0,
  ) {
    this.time = start;
  }

  get now(): number {
    return this.time;
  }

  /** Lets time pass, ms. */
  wait(ms: number): this {
    this.time += ms;
    return this;
  }

  /** Leaves offsets out, as records of other streams would. */
  skip(offsets: number): this {
    this.offset += offsets;
    return this;
  }

  add(streamId: string, value: Unplaced): Chat {
    const offset = ++this.offset;
    const record: Chat = {
      topic: 'raw-chats',
      partition: this.partition,
      offset,
      at: this.time,
      key: streamId,
      value: { id: `id-${offset}`, ...value, streamId },
      headers: {},
      replayed: false,
    };
    this.records.push(record);
    return record;
  }

  say(streamId: string, author: string, text: string, extra: { at?: number; id?: string } = {}) {
    const who = { id: author, displayName: author, kind: 'member', role: 'member' } as const;
    return this.add(streamId, { type: 'message.posted', author: who, text, ...extra });
  }

  remove(target: Chat, type: 'message.removed' | 'message.restored' = 'message.removed'): Chat {
    const { offset, value } = target;
    const at = value.at ?? target.at;
    const authorId = value.type === 'message.posted' ? value.author.id : '';
    return this.add(target.key, { type, target: { offset, at, authorId }, by: 'mod' });
  }
}

/** What a run said in the end, as readers of its records would keep it. */
export interface Said {
  readonly labels: Record<number, Label>;
  readonly buckets: Record<number, Bucket>;
  readonly requests: Record<string, SummaryRequest>;
  /** Those that somebody asks. */
  readonly questions: Record<string, Question>;
  /** Withdrawn ones too. */
  readonly moments: Record<string, Moment>;
  readonly last: Pick<AnalysisRecord, 'upTo' | 'at' | 'totals' | 'windows'> | undefined;
}

/** An analyzer on embedded stores, which may be stopped dead and started again at any record. */
export class AnalyzerRun {
  readonly sink = new Sink();
  readonly metrics = new Metrics();
  readonly history = new EmbeddedChatHistory(':memory:');
  readonly checkpoints = new EmbeddedCheckpoints(':memory:');
  analyzer: Analyzer;
  private committed = 0;
  private position = 0;
  private handed: readonly Chat[] = [];

  constructor(
    readonly log: readonly Chat[],
    readonly options: AnalyzerOptions = testOptions,
  ) {
    this.analyzer = this.newAnalyzer();
  }

  /** Archives the whole log, or its beginning, as chat-archiver does; labels only if given. */
  async archive(upTo = this.log.length, labels: readonly Label[] = []): Promise<void> {
    const filter = new VoidFilter();
    const place = { epoch: this.options.epoch, version: 0 };
    const counting = this.log.slice(0, upTo).filter((r) => filter.voidReason(r) === undefined);
    const rows = counting.map(({ key: streamId, value, at, offset }, ordinal) => {
      const event: LogEvent = placed(value, at, { offset, prev: null });
      return { ...place, kind: 'event' as const, streamId, key: offset, ordinal, value: event };
    });
    const streamId = 's';
    await this.history.write(rows);
    await this.history.write(
      labels.map((value) => ({ ...place, kind: 'label', streamId, key: value.offset, value })),
    );
    const offset = this.log[upTo - 1]?.offset ?? -1;
    const entry = { key: '0', epoch: this.options.epoch, offset, state: null };
    await this.checkpoints.save(archivePositionStage, [entry]);
  }

  /** Hands over the next records, each stream's in one call, as the log does. */
  async feed(count = Infinity): Promise<void> {
    const records = this.log.slice(this.position, this.position + count);
    this.position = Math.min(this.log.length, this.position + count);
    await this.hand(records);
  }

  /** Records not handed over yet. */
  get left(): number {
    return this.log.length - this.position;
  }

  /** Hands over once more what was handed over last, as the log does after an outage. */
  async again(): Promise<void> {
    await this.hand(this.handed);
  }

  async commit(): Promise<void> {
    await this.analyzer.beforeCommit({ topic: 'raw-chats', partition: 0 });
    this.committed = this.position;
  }

  /** Begins where the group committed that many records, with whatever checkpoints there are. */
  async startFrom(committed: number): Promise<void> {
    this.committed = committed;
    await this.crash();
  }

  /** Everything not committed is forgotten; the log is read back from the last commit. */
  async crash(): Promise<void> {
    this.analyzer.close();
    this.analyzer = this.newAnalyzer();
    const last = this.log[this.committed - 1]?.at ?? 0;
    const from = this.log.findIndex(({ at }) => at >= last - readBackMs);
    const back = this.log.slice(Math.max(0, from), this.committed);
    await this.hand(back.map((record) => ({ ...record, replayed: true })));
    this.position = this.committed;
  }

  /** Feeds and commits what is left, and ends. */
  async finish(): Promise<void> {
    await this.feed();
    await this.commit();
    await this.close();
  }

  async close(): Promise<void> {
    this.analyzer.close();
    await this.history.close();
    await this.checkpoints.close();
  }

  said(streamId = 's'): Said {
    const analyses = this.sink.analyses.filter((a) => a.streamId === streamId);
    const ordered = [...analyses].sort((a, b) => a.upTo - b.upTo);
    const labels = analyses.flatMap((a) => a.labels.map((label) => [label.offset, label] as const));
    const buckets = new Map(ordered.flatMap((a) => a.buckets.map((b) => [b.at, b] as const)));
    const requests = this.sink.requests.filter((r) => r.streamId === streamId);
    const questions = new Map(ordered.flatMap((a) => a.questions.map((q) => [q.id, q] as const)));
    const moments = ordered.flatMap((a) => a.moments.map((m) => [m.id, m] as const));
    const last = ordered.at(-1);
    return {
      labels: Object.fromEntries(labels),
      buckets: Object.fromEntries([...buckets].filter(([, b]) => b.messages + b.chatters > 0)),
      requests: Object.fromEntries(requests.map((r) => [`${r.id}/${r.revision}`, r])),
      questions: Object.fromEntries([...questions].filter(([, { askers }]) => askers > 0)),
      moments: Object.fromEntries(moments),
      last: last && { upTo: last.upTo, at: last.at, totals: last.totals, windows: last.windows },
    };
  }

  private async hand(records: readonly Chat[]): Promise<void> {
    this.handed = records;
    for (const key of new Set(records.map((record) => record.key))) {
      await this.analyzer.handle(records.filter((record) => record.key === key));
    }
  }

  private newAnalyzer(): Analyzer {
    const { sink: log, history, checkpoints } = this;
    const stores = { log, history, checkpoints };
    return new Analyzer(stores, this.metrics, silentLogger(), this.options);
  }
}

/** The whole log in one go. */
export async function saidOf(log: readonly Chat[], options?: AnalyzerOptions): Promise<Said> {
  const run = new AnalyzerRun(log, options);
  await run.archive();
  await run.finish();
  return run.said();
}

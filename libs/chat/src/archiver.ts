import { placed, type AnalysisRecord, type LogEvent, type Summary } from '@livechat/contracts';
import {
  archivePositionStage,
  archiveStage,
  type ChatHistory,
  type Checkpoints,
  tellWay,
  VoidFilter,
  type VoidReason,
  type HistoryRecord,
  type LogHandler,
  type LogRecord,
  type TopicPartition,
} from '@livechat/backends';
import { type Logger, type Metrics } from '@livechat/runtime';
import { frameOf } from './relay.ts';

type Archived = 'raw-chats' | 'analysis-results' | 'summary-results';
type Chat = LogRecord<'raw-chats'>;

/** How far a stream is archived: events written, the offset of the last, and of the newest record judged. */
interface Progress {
  readonly count: number;
  readonly last: number;
  readonly seen: number;
}

interface Judged {
  readonly record: Chat;
  readonly reason: VoidReason | undefined;
}

const maxStreams = 50_000;

/** Writes the log into the history: rows first, then how far it came, then the commit. */
export class Archiver implements LogHandler<Archived> {
  private filter: VoidFilter;
  private progress = new Map<string, Progress>();

  constructor(
    private readonly history: ChatHistory,
    private readonly checkpoints: Checkpoints,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly options: { readonly epoch: number; readonly voidIds: number },
  ) {
    this.filter = this.newFilter();
  }

  assigned(): void {
    this.filter = this.newFilter();
    this.progress = new Map();
  }

  async handle(records: readonly LogRecord<Archived>[]): Promise<void> {
    const [first] = records;
    if (!first) return;
    if (first.topic === 'raw-chats') await this.events(records as readonly Chat[]);
    else if (!first.replayed) await this.history.write(records.flatMap((r) => this.results(r)));
  }

  /** The archive position is what readers of the history wait for. */
  async beforeCommit({ topic, partition }: TopicPartition, next: number): Promise<void> {
    if (topic !== 'raw-chats') return;
    const { epoch } = this.options;
    const entry = { key: `${partition}`, epoch, offset: next - 1, state: null };
    await this.checkpoints.save(archivePositionStage, [entry]);
  }

  private async events(records: readonly Chat[]): Promise<void> {
    const judged = records.map((record) => ({ record, reason: this.filter.voidReason(record) }));
    const [first] = records;
    if (!first || first.replayed) return;
    const before = await this.progressOf(first.key);
    await this.put(
      before,
      judged.filter(({ record }) => record.offset > before.seen),
    );
  }

  /** Each record is written and counted once, however often it is handed over. */
  private async put(before: Progress, news: readonly Judged[]): Promise<void> {
    const newest = news.at(-1)?.record;
    if (!newest) return;
    let progress = { ...before, seen: newest.offset };
    const rows: HistoryRecord<'event'>[] = [];
    for (const { record } of news.filter(({ reason }) => reason === undefined)) {
      rows.push(this.row(record, progress));
      progress = { ...progress, count: progress.count + 1, last: record.offset };
    }
    if (rows.length > 0) await this.history.write(rows);
    // Before the checkpoint: behind it nobody would try an erasure again.
    await this.erase(rows);
    const entry = { key: newest.key, epoch: this.options.epoch, offset: progress.seen };
    await this.checkpoints.save(archiveStage, [{ ...entry, state: progress }]);
    this.remember(newest.key, progress);
    this.count(news);
  }

  private count(news: readonly Judged[]): void {
    for (const { record, reason } of news) {
      const isMessage = record.value.type === 'message.posted';
      tellWay(this.logger, [record], reason ? `Void: ${reason}` : 'Archived');
      if (!reason) this.metrics.archived.inc({ kind: isMessage ? 'message' : 'other' });
      else this.metrics.voided.inc({ reason: isMessage ? reason : 'event_copy' });
    }
  }

  private row({ key, value, at, offset }: Chat, { count, last }: Omit<Progress, 'seen'>) {
    const event: LogEvent = placed(value, at, { offset, prev: last });
    return {
      kind: 'event' as const,
      streamId: key,
      epoch: this.options.epoch,
      key: offset,
      version: 0,
      ordinal: count,
      value: event,
    };
  }

  private async erase(rows: readonly HistoryRecord<'event'>[]): Promise<void> {
    for (const { value } of rows) {
      if (value.type === 'chatter.erased') await this.history.erase(value.userId);
    }
  }

  private async progressOf(streamId: string): Promise<Progress> {
    const known = this.progress.get(streamId);
    if (known) return known;
    const saved = await this.checkpoints.load<Progress>(archiveStage, this.options.epoch, streamId);
    if (!saved) return { count: 0, last: -1, seen: -1 };
    const { epoch, offset: seen, state } = saved;
    return { count: state.count, last: epoch === this.options.epoch ? state.last : -1, seen };
  }

  private remember(streamId: string, progress: Progress): void {
    this.progress.delete(streamId);
    this.progress.set(streamId, progress);
    const oldest = this.progress.keys().next().value;
    if (this.progress.size > maxStreams && oldest !== undefined) this.progress.delete(oldest);
  }

  private results(record: LogRecord<Archived>): readonly HistoryRecord[] {
    if (record.topic === 'analysis-results') return analysisRows(record.value as AnalysisRecord);
    return [summaryRow(record.value as Summary)];
  }

  private newFilter(): VoidFilter {
    return new VoidFilter(this.options.voidIds, () =>
      this.metrics.boundsHit.inc({ bound: 'void_ids' }),
    );
  }
}

function analysisRows(record: AnalysisRecord): readonly HistoryRecord[] {
  const { streamId, epoch, upTo: version } = record;
  const place = { streamId, epoch };
  return [
    { ...place, kind: 'analysis', id: 'newest', key: version, version, value: frameOf(record) },
    ...record.labels.map((value) => row(place, 'label', value.offset, 0, value)),
    ...record.buckets.map((value) => row(place, 'bucket', value.at, version, value)),
    ...record.questions.map((value) => ({
      ...row(place, 'question', value.offsets[0] ?? version, version, value),
      id: value.id,
    })),
    ...record.moments.map((value) => ({
      ...row(place, 'moment', value.peakAt, version, value),
      id: value.id,
    })),
  ];
}

const row = <K extends HistoryRecord['kind']>(
  place: { streamId: string; epoch: number },
  kind: K,
  key: number,
  version: number,
  value: HistoryRecord<K>['value'],
) => ({ ...place, kind, key, version, value });

const summaryRow = (summary: Summary): HistoryRecord<'summary'> => ({
  kind: 'summary',
  streamId: summary.streamId,
  epoch: summary.epoch,
  key: summary.upTo,
  id: summary.id,
  version: summary.revision,
  value: summary,
});

import {
  placed,
  type AnalysisFrame,
  type AnalysisRecord,
  type LogEvent,
  type Summary,
} from '@livechat/contracts';
import {
  type Counters,
  type Fanout,
  streamChannel,
  tellWay,
  VoidFilter,
  type LogHandler,
  type LogRecord,
  type RingEntry,
} from '@livechat/backends';
import { type Logger, type Metrics } from '@livechat/runtime';
import { FramePace } from './frame-pace.ts';
import { newestAnalysisKey, newestSummaryKey } from './joining.ts';

type Relayed = 'raw-chats' | 'analysis-results' | 'summary-results';
type Chat = LogRecord<'raw-chats'>;

const newestTtlMs = 24 * 60 * 60_000;
const frameLabels = 100;

/**
 * The only one who announces: gives every non-void event its `prev`, writes its text once, and
 * puts it into ring and channel. Results go out as signals beside the chain.
 */
export class Relay implements LogHandler<Relayed> {
  private filter: VoidFilter;
  /** Offset of each stream's newest non-void event seen here. */
  private previous = new Map<string, number>();
  private readonly frames = new FramePace((frame) =>
    this.publish(frame.streamId, 'analysis', newestAnalysisKey(frame.streamId), frame),
  );

  constructor(
    private readonly fanout: Fanout,
    private readonly counters: Counters,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly options: { readonly epoch: number; readonly voidIds: number },
  ) {
    this.filter = this.newFilter();
  }

  assigned(): void {
    this.filter = this.newFilter();
    this.previous = new Map();
    this.frames.forget();
  }

  /** Lets out the frames that wait for their turn. */
  close(): Promise<void> {
    return this.frames.close();
  }

  async handle(records: readonly LogRecord<Relayed>[]): Promise<void> {
    const [first] = records;
    if (!first) return;
    if (first.topic === 'raw-chats') await this.events(records as readonly Chat[]);
    else if (!first.replayed) for (const record of records) await this.result(record);
  }

  private async events(records: readonly Chat[]): Promise<void> {
    await this.announce(records.filter((record) => this.filter.voidReason(record) === undefined));
  }

  private async announce(events: readonly Chat[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    const streamId = first.key;
    const last = events.at(-1)?.offset ?? first.offset;
    if (first.replayed) {
      this.previous.set(streamId, last);
      return;
    }
    const prev = await this.before(first);
    await this.fanout.announce({
      streamId,
      epoch: this.options.epoch,
      prev,
      entries: chained(events, prev),
    });
    this.previous.set(streamId, last);
    tellWay(this.logger, events, 'Announced');
    this.metrics.relayLagSeconds.observe(Math.max(0, Date.now() - first.at) / 1_000);
  }

  /** From memory, else from the ring's last; a stream begins with `stream.started`. */
  private async before(first: Chat): Promise<number | null> {
    const known = this.previous.get(first.key);
    if (known !== undefined) return known;
    if (first.value.type === 'stream.started') return -1;
    const lasts = await this.fanout.lasts(this.options.epoch, [first.key]);
    const last = lasts.get(first.key) ?? -1;
    return last === -1 ? null : last;
  }

  private async result(record: LogRecord<Relayed>): Promise<void> {
    if (record.topic === 'analysis-results') {
      await this.frames.put(frameOf(record.value as AnalysisRecord));
    } else if (record.topic === 'summary-results') {
      const summary = record.value as Summary;
      await this.publish(record.key, 'summary', newestSummaryKey(record.key), summary);
    }
  }

  private async publish(streamId: string, event: string, key: string, value: object) {
    const body = JSON.stringify(value);
    await this.counters.put(key, body, newestTtlMs);
    await this.fanout.signal({ channel: streamChannel(streamId), event, body });
  }

  private newFilter(): VoidFilter {
    return new VoidFilter(this.options.voidIds, () =>
      this.metrics.boundsHit.inc({ bound: 'void_ids' }),
    );
  }
}

/** Ring entries of consecutive events; each body is the event's JSON with its place. */
function chained(events: readonly Chat[], before: number | null): readonly RingEntry[] {
  let prev = before;
  return events.map(({ value, at, offset }) => {
    const event: LogEvent = placed(value, at, { offset, prev });
    prev = offset;
    return { offset, at: event.at, body: JSON.stringify(event) };
  });
}

/** What clients get of an analysis record: the newest labels only, no buckets. */
export function frameOf(record: AnalysisRecord): AnalysisFrame {
  const { streamId, upTo, at, totals, windows, labels, questions, moments } = record;
  return {
    streamId,
    upTo,
    at,
    totals,
    windows,
    labels: labels.slice(-frameLabels),
    questions,
    moments,
  };
}

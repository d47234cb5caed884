import { AppError } from '@livechat/contracts';
import {
  type ChatHistory,
  type Checkpoints,
  type EventLog,
  tellWay,
  traceOf,
  VoidFilter,
  type LogHandler,
  type LogRecord,
  type TopicPartition,
} from '@livechat/backends';
import type { Logger, Metrics } from '@livechat/runtime';
import { analyzerStage, LoadedStreams, type Saved } from './loaded-streams.ts';
import { Outlet, type Outgoing } from './outlet.ts';
import { PastMessages } from './past-messages.ts';
import { recentMs } from './recent-messages.ts';
import { Settling } from './settling.ts';
import { StreamState, type StreamRules } from './stream-state.ts';
import { maxLabels, StreamVoice } from './stream-voice.ts';

type Chat = LogRecord<'raw-chats'>;

export interface AnalyzerOptions extends Omit<StreamRules, 'onBoundHit'> {
  readonly epoch: number;
  readonly voidIds: number;
  readonly maxStreams: number;
  /** Least time between two records of one stream, ms. */
  readonly everyMs: number;
}

export interface AnalyzerStores {
  readonly log: EventLog;
  readonly history: ChatHistory;
  readonly checkpoints: Checkpoints;
}

/**
 * How far back the log is to be read at a join: the windows of 15 minutes with the whole 10 s piece
 * at their edge, and some seconds by which brokers' clocks may differ.
 */
export const readBackMs = recentMs + 20_000;
/** Records of a stream that may wait to be appended before it takes no more. */
const maxWaiting = 1_000;
/** Work on one stream lets others have their turn after this long, ms. */
const turnMs = 5;

/**
 * stream-analyzer: labels every message that counts, keeps totals, windows and 10 s buckets of
 * each stream, and asks for summaries. What it says is absolute, so saying it twice changes nothing.
 */
export class Analyzer implements LogHandler<'raw-chats'> {
  private readonly past: PastMessages;
  private readonly settling: Settling;
  private streams: LoadedStreams;
  private readonly sweeper: NodeJS.Timeout;

  constructor(
    private readonly stores: AnalyzerStores,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly options: AnalyzerOptions,
  ) {
    this.past = new PastMessages(stores.history, stores.checkpoints, options.epoch);
    this.settling = new Settling(this.past);
    this.streams = this.newStreams();
    this.sweeper = setInterval(() => this.streams.sweep(), 60_000).unref();
  }

  assigned(): void {
    this.streams.close();
    this.streams = this.newStreams();
  }

  async handle(records: readonly Chat[]): Promise<void> {
    const [first] = records;
    if (!first) return;
    const { streams } = this;
    const voice = await streams.of(first);
    if (voice.outlet.size > maxWaiting) throw new AppError('unavailable');
    await voice.atWork(() => this.takeAll(streams, voice, records));
  }

  /** Says what is pending and keeps each touched stream's state, so that the commit loses nothing. */
  async beforeCommit({ partition }: TopicPartition): Promise<void> {
    const voices = this.streams.unsaved(partition);
    const kept = await Promise.all(voices.map((voice) => voice.finish()));
    await this.stores.checkpoints.save(
      analyzerStage,
      kept.map(({ entry }) => entry),
    );
    // Counted only now: what no checkpoint has is labelled again after a join.
    voices.forEach(({ state }, i) => {
      const { entry, counted } = kept[i] ?? {};
      if (entry) this.metrics.analysed.inc(state.saved(entry.offset, counted ?? 0));
    });
  }

  close(): void {
    clearInterval(this.sweeper);
    this.streams.close();
  }

  private async takeAll(streams: LoadedStreams, voice: StreamVoice, records: readonly Chat[]) {
    let turn = performance.now();
    for (const record of records) {
      await this.take(streams, voice, record);
      if (performance.now() - turn < turnMs) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turn = performance.now();
    }
    await this.settling.settle(voice.state);
    voice.speak();
  }

  private async take(streams: LoadedStreams, voice: StreamVoice, record: Chat): Promise<void> {
    const { state } = voice;
    if (record.offset <= state.applied) return;
    state.memory.met(record, streams.readBack(record, state));
    if (streams.filter.voidReason(record) === undefined) {
      await this.apply(state, record);
      if (state.counts(record)) this.trace(voice, record);
    } else state.pass(record);
    if (state.labels.length < maxLabels) return;
    await this.settling.settle(state);
    voice.speak();
  }

  private async apply(state: StreamState, record: Chat): Promise<void> {
    const { value } = record;
    if (value.type === 'message.posted' && state.counts(record)) {
      await this.settling.prepare(state, value.at ?? record.at);
    }
    if (value.type !== 'message.removed' && value.type !== 'message.restored') {
      state.take(record);
    } else {
      state.take(record, await this.target(state, record, value.target.offset));
    }
  }

  private trace(voice: StreamVoice, record: Chat): void {
    if (!this.logger.isDebug) return;
    tellWay(this.logger, [record], 'Analysed');
    voice.follow(traceOf(record));
  }

  /** A message no longer in memory is looked up in the archive, once that covers it. */
  private async target(state: StreamState, record: Chat, offset: number) {
    const kept = state.memory.recent.find(offset);
    if (kept || !state.counts(record)) return kept;
    const { streamId, partition } = state.place;
    await this.past.waitFor(partition, offset);
    return this.past.message(streamId, offset);
  }

  private newStreams(): LoadedStreams {
    const { epoch, voidIds, maxStreams } = this.options;
    return new LoadedStreams(this.stores.checkpoints, epoch, {
      maxStreams,
      filter: new VoidFilter(voidIds, () => this.hit('void_ids')),
      onBoundHit: () => this.hit('analyzer_streams'),
      make: (record, saved) => this.voiceOf(record, saved),
    });
  }

  private voiceOf({ key: streamId, partition }: Chat, saved: Saved): StreamVoice {
    const rules = { ...this.options, onBoundHit: (bound: string) => this.hit(bound) };
    const place = { streamId, epoch: this.options.epoch, partition };
    const outlet = new Outlet((outgoing) => this.append(streamId, outgoing));
    return new StreamVoice(
      new StreamState(place, rules, saved),
      outlet,
      this.options.everyMs,
      (err) => this.logger.warn({ err, streamId }, 'Analysis waits: the log did not take it'),
    );
  }

  private async append(streamId: string, outgoing: Outgoing): Promise<void> {
    const { topic, value, since, traces } = outgoing;
    const headers = traces ? { schema: '1', traces } : { schema: '1' };
    await this.stores.log.append(topic, streamId, value, headers);
    if (topic === 'analysis-results') {
      this.metrics.analysisLagSeconds.observe(Math.max(0, Date.now() - since) / 1_000);
    }
  }

  private hit(bound: string): void {
    this.metrics.boundsHit.inc({ bound });
  }
}

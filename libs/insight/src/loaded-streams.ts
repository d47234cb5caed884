import { type Checkpoints, type VoidFilter, type LogRecord } from '@livechat/backends';
import { recentMs } from './recent-messages.ts';
import type { SavedStream } from './saved-stream.ts';
import type { StreamState } from './stream-state.ts';
import { type StreamVoice } from './stream-voice.ts';

/** Stage of the analyzer's checkpoints; rises with the form of the state. */
export const analyzerStage = 'analyzer.3';

/** A stream that had nothing to take for this long is forgotten until its next record. */
const idleMs = recentMs + 5 * 60_000;

export interface LoadedStreamsOptions {
  readonly maxStreams: number;
  readonly filter: VoidFilter;
  readonly onBoundHit: () => void;
  readonly make: (record: LogRecord<'raw-chats'>, saved: Saved) => StreamVoice;
}
export type Saved = Awaited<ReturnType<typeof Checkpoints.prototype.load<SavedStream>>>;

/** What the analyzer remembers between two assignments of partitions. */
export class LoadedStreams {
  readonly filter: VoidFilter;
  private readonly voices = new Map<string, StreamVoice>();
  private evicted = false;

  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly epoch: number,
    private readonly options: LoadedStreamsOptions,
  ) {
    this.filter = options.filter;
  }

  /** The stream of a record, from its checkpoint if it is not in memory. */
  async of(record: LogRecord<'raw-chats'>): Promise<StreamVoice> {
    let voice = this.voices.get(record.key);
    if (!voice) {
      const saved = await this.checkpoints.load<SavedStream>(analyzerStage, this.epoch, record.key);
      voice = this.options.make(record, saved);
    } else {
      this.voices.delete(record.key);
    }
    this.voices.set(record.key, voice);
    voice.usedAt = performance.now();
    if (this.voices.size > this.options.maxStreams) this.evict();
    return voice;
  }

  /** Whether all records within the windows' length before this one were read since it was loaded. */
  readBack(record: LogRecord<'raw-chats'>, state: StreamState): boolean {
    return !this.evicted || record.at - recentMs >= state.appendedAt;
  }

  /** Streams of a partition with something a checkpoint does not have. */
  unsaved(partition: number): readonly StreamVoice[] {
    return [...this.voices.values()].filter(
      ({ state }) => state.unsaved && state.place.partition === partition,
    );
  }

  /** Forgets streams that had nothing to take for long. */
  sweep(now = performance.now()): void {
    for (const [streamId, voice] of this.voices) {
      if (voice.usedAt > now - idleMs) break;
      if (voice.idle) this.forget(streamId, voice);
    }
  }

  close(): void {
    for (const voice of this.voices.values()) voice.close();
    this.voices.clear();
  }

  private evict(): void {
    this.options.onBoundHit();
    for (const [streamId, voice] of this.voices) {
      if (!voice.idle) continue;
      this.evicted = true;
      return this.forget(streamId, voice);
    }
  }

  private forget(streamId: string, voice: StreamVoice): void {
    voice.close();
    this.voices.delete(streamId);
  }
}

import { AppError, type LogEvent } from '@livechat/contracts';
import { ChatHistory, Fanout, type RingEntry } from '@livechat/backends';
import { InjectSettings, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { ArchiveCover } from './archive-cover.ts';

/** Single events by offset: from the ring while it is recent, else from the history. */
@Injectable()
export class Recall {
  constructor(
    private readonly fanout: Fanout,
    private readonly history: ChatHistory,
    private readonly cover: ArchiveCover,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** The event at an offset of the current epoch; undefined where there is none, or it is removed. */
  async event(streamId: string, offset: number): Promise<LogEvent | undefined> {
    const entries = await this.since(streamId, offset);
    const decision = entries.map(decisionIn).findLast((e) => e?.target.offset === offset);
    if (decision?.type === 'message.removed') return undefined;
    const [first] = entries;
    if (first?.offset === offset) return parsed(first);
    return this.fromHistory(streamId, offset, decision !== undefined);
  }

  /**
   * The event at an offset, removed or not. One that was only just acked may be in neither place
   * yet: the archive is waited for, `unavailable` where it does not come.
   */
  async anyEvent(streamId: string, offset: number): Promise<LogEvent | undefined> {
    const [entry] = await this.since(streamId, offset);
    if (entry?.offset === offset) return parsed(entry);
    const found = await this.fromHistory(streamId, offset, true);
    if (found) return found;
    await this.cover.upTo(streamId, this.settings.logEpoch, offset);
    return this.fromHistory(streamId, offset, true);
  }

  /** Nothing while the fan-out is away: the history has it too, a little later. */
  private async since(streamId: string, offset: number): Promise<readonly RingEntry[]> {
    const { logEpoch } = this.settings;
    try {
      return (await this.fanout.recent(streamId, logEpoch, { after: offset - 1 })).entries;
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  }

  private fromHistory(streamId: string, offset: number, evenRemoved: boolean) {
    return this.history.find(streamId, this.settings.logEpoch, offset, evenRemoved);
  }
}

type Decision = Extract<LogEvent, { type: 'message.removed' | 'message.restored' }>;

/** A removal or restoring among ring entries; other bodies are not worth parsing. */
function decisionIn(entry: RingEntry): Decision | undefined {
  if (!entry.body.includes('"type":"message.re')) return undefined;
  const event = parsed(entry);
  const decides = event.type === 'message.removed' || event.type === 'message.restored';
  return decides ? event : undefined;
}

const parsed = (entry: RingEntry) => JSON.parse(entry.body) as LogEvent;

import type { LogEvent } from '@livechat/contracts';
import { ChatHistory, Fanout, type RingEntry } from '@livechat/backends';
import { InjectSettings, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

/** Single events by offset: from the ring while it is recent, else from the history. */
@Injectable()
export class Recall {
  constructor(
    private readonly fanout: Fanout,
    private readonly history: ChatHistory,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** The event at an offset of the current epoch; undefined where there is none, or it is removed. */
  async event(streamId: string, offset: number): Promise<LogEvent | undefined> {
    const entries = await this.since(streamId, offset);
    if (entries[0]?.offset !== offset) return this.fromHistory(streamId, offset, false);
    const decision = entries.map(decisionIn).findLast((e) => e?.target.offset === offset);
    return decision?.type === 'message.removed' ? undefined : parsed(entries[0]);
  }

  /** The event at an offset, removed or not. */
  async anyEvent(streamId: string, offset: number): Promise<LogEvent | undefined> {
    const [entry] = await this.since(streamId, offset);
    return entry?.offset === offset ? parsed(entry) : this.fromHistory(streamId, offset, true);
  }

  private async since(streamId: string, offset: number): Promise<readonly RingEntry[]> {
    const { logEpoch } = this.settings;
    return (await this.fanout.recent(streamId, logEpoch, { after: offset - 1 })).entries;
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

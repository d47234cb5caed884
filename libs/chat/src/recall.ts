import { AppError, type LogEvent } from '@livechat/contracts';
import { ChatHistory, Fanout, type Recent, type RingEntry } from '@livechat/backends';
import { InjectSettings, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { ArchiveCover } from './archive-cover.ts';
import { FreshMessages } from './fresh-messages.ts';

/** Messages appended here that are remembered until readers have them. */
const mostFresh = 5_000;
/** How long a reply waits for the archive: the sends of its socket wait with it. */
const replyWaitMs = 500;

/** Single events by offset: from the ring while it is recent, else from the history. */
@Injectable()
export class Recall {
  private readonly fresh = new FreshMessages(mostFresh);

  constructor(
    private readonly fanout: Fanout,
    private readonly history: ChatHistory,
    private readonly cover: ArchiveCover,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /**
   * The event at an offset of the current epoch; undefined where there is none, or it is removed.
   * One that was only just acked is known from its append here; where another process appended
   * it and no reader has it within a moment, `unavailable`.
   */
  async event(streamId: string, offset: number): Promise<LogEvent | undefined> {
    const { last, entries } = await this.since(streamId, offset);
    const decision = entries.map(decisionIn).findLast((e) => e?.target.offset === offset);
    if (decision?.type === 'message.removed') return undefined;
    const [first] = entries;
    if (first?.offset === offset) return parsed(first);
    const isRestored = decision !== undefined;
    const found = await this.fromHistory(streamId, offset, isRestored);
    if (found) return found;
    // In the history and not found: removed.
    if (await this.fromHistory(streamId, offset, true)) return undefined;
    const fresh = offset > last && this.fresh.find(streamId, offset);
    if (fresh) return fresh;
    await this.cover.upTo(streamId, this.settings.logEpoch, offset, replyWaitMs);
    return this.fromHistory(streamId, offset, isRestored);
  }

  /** Remembers a message as it was acked, until readers have it. */
  appended(message: LogEvent): void {
    this.fresh.put(message);
  }

  /** A removed message is not to be known from its append any more. */
  removed(streamId: string, offset: number): void {
    this.fresh.forget(streamId, offset);
  }

  /**
   * The event at an offset, removed or not. One that was only just acked may be in neither place
   * yet: the archive is waited for, `unavailable` where it does not come.
   */
  async anyEvent(streamId: string, offset: number): Promise<LogEvent | undefined> {
    const [entry] = (await this.since(streamId, offset)).entries;
    if (entry?.offset === offset) return parsed(entry);
    const found = await this.fromHistory(streamId, offset, true);
    if (found) return found;
    await this.cover.upTo(streamId, this.settings.logEpoch, offset);
    return this.fromHistory(streamId, offset, true);
  }

  /** Nothing while the fan-out is away: the history has it too, a little later. */
  private async since(streamId: string, offset: number): Promise<Recent> {
    const { logEpoch } = this.settings;
    try {
      return await this.fanout.recent(streamId, logEpoch, { after: offset - 1 });
    } catch (error) {
      if (error instanceof AppError) return { last: -1, prev: null, entries: [] };
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

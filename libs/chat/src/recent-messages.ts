import type { LogEvent, Target } from '@livechat/contracts';
import { ChatHistory, Fanout } from '@livechat/backends';
import { InjectSettings, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

/** Newest events of a stream that are looked through, and most messages answered. */
const lookedThrough = 5_000;
const page = 500;
const most = 500;

/** The newest messages of one author, for a ban that takes them along. */
@Injectable()
export class RecentMessages {
  constructor(
    private readonly fanout: Fanout,
    private readonly history: ChatHistory,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** At most 500, among the stream's newest 5,000 events. */
  async of(streamId: string, authorId: string): Promise<readonly Target[]> {
    const found = new Map<number, Target>();
    for (const event of await this.newest(streamId)) {
      if (event.type !== 'message.posted' || event.author.id !== authorId) continue;
      found.set(event.offset, { offset: event.offset, at: event.at, authorId });
    }
    return [...found.values()].sort((a, b) => a.offset - b.offset).slice(-most);
  }

  private async newest(streamId: string): Promise<readonly LogEvent[]> {
    const epoch = this.settings.logEpoch;
    const { entries } = await this.fanout.recent(streamId, epoch);
    const ring = entries.map((entry) => JSON.parse(entry.body) as LogEvent);
    const events = [...ring];
    let before = ring[0]?.offset ?? Number.MAX_SAFE_INTEGER;
    while (events.length < lookedThrough) {
      const range = { streamId, epoch, before, limit: page, newest: true };
      const older = await this.history.page('event', range);
      events.push(...older);
      before = older[0]?.offset ?? 0;
      if (older.length < page) break;
    }
    return events;
  }
}

import { parsePosition, positionText, type LogEvent, type Position } from '@livechat/contracts';
import {
  InjectSettings,
  SseFeeds,
  type AuthedRequest,
  type Settings,
  type SseFeed,
} from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Joining } from './joining.ts';
import type { Heard } from './stream-audience.ts';
import { StreamBroadcaster } from './stream-broadcaster.ts';

/** The SSE feed of one stream: its log events by type, and the newest results, from a position on. */
@Injectable()
export class Feed {
  constructor(
    private readonly feeds: SseFeeds,
    private readonly joining: Joining,
    private readonly broadcaster: StreamBroadcaster,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** Resumes after the position of Last-Event-ID; without one the newest events come first. */
  async open(streamId: string, request: AuthedRequest, response: Response): Promise<void> {
    const given = request.headers['last-event-id'];
    const last = typeof given === 'string' ? parsePosition(given) : undefined;
    await this.broadcaster.audience(streamId);
    try {
      const feed = this.feeds.open(request, response);
      await this.page(streamId, feed, request, last);
    } finally {
      await this.broadcaster.release(streamId);
    }
  }

  /** Sends one page; the last one enters the audience in the same turn it was cut. */
  private async page(
    streamId: string,
    feed: SseFeed,
    request: AuthedRequest,
    last: Position | undefined,
  ): Promise<void> {
    const early: Heard[] = [];
    let live = false;
    const joined = await this.joining.join({ streamId, last }, request.user, (audience, isLast) => {
      if (!isLast || !feed.open) return;
      const leave = audience.hear((item) => (live ? this.send(feed, item) : early.push(item)));
      feed.onClose(() => {
        leave();
        void this.broadcaster.release(streamId);
      });
    });
    for (const event of joined.events) this.send(feed, heardOf(event));
    live = true;
    for (const item of early) this.send(feed, item);
    const newest = joined.events.at(-1);
    if (!joined.more || !newest || !feed.open) return;
    await this.page(streamId, feed, request, { epoch: joined.epoch, offset: newest.offset });
  }

  private send(feed: SseFeed, { event, body, offset }: Heard): void {
    if (offset === undefined) return feed.send({ event, data: body });
    const id = positionText({ epoch: this.settings.logEpoch, offset });
    feed.send({ event: (JSON.parse(body) as LogEvent).type, id, data: body });
  }
}

const heardOf = (event: LogEvent): Heard => ({
  event: 'event',
  body: JSON.stringify(event),
  offset: event.offset,
});

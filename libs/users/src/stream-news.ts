import { Fanout, outboxChannel } from '@livechat/backends';
import type { LobbyEvent, LobbyEventName } from '@livechat/contracts';
import { Logger } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

/** Fanout channel on which every replica hears of streams that start and end. */
export const lobbyChannel = 'lobby';

/** Tells other processes of a stream, after the commit; what is lost they find out by themselves. */
@Injectable()
export class StreamNews {
  constructor(
    private readonly fanout: Fanout,
    private readonly logger: Logger,
  ) {}

  /** A row waits in the outbox. */
  async outbox(): Promise<void> {
    await this.tell(outboxChannel, 'put', {});
  }

  /** A stream has started or ended: its outbox row waits, and lobbies show it. */
  async lobby<E extends LobbyEventName>(event: E, body: LobbyEvent<E>): Promise<void> {
    await Promise.all([this.outbox(), this.tell(lobbyChannel, event, body)]);
  }

  private async tell(channel: string, event: string, body: unknown): Promise<void> {
    try {
      await this.fanout.signal({ channel, event, body: JSON.stringify(body) });
    } catch (err) {
      this.logger.warn({ err, channel }, 'A signal could not be sent');
    }
  }
}

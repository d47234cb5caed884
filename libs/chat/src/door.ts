import { AppError, sent, type Sent } from '@livechat/contracts';
import { Counters } from '@livechat/backends';
import { Logger } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

/** A client resends an unanswered message for at most this long (protocol.md A3). */
export const resendMs = 2 * 60_000;

/**
 * The door's memory of what was acked: a resend of the same id gets the same ack. Best effort:
 * where it is away the message is appended again, and readers void the copy.
 */
@Injectable()
export class Door {
  constructor(
    private readonly counters: Counters,
    private readonly logger: Logger,
  ) {}

  /** The ack of a message its author sent before; throws `conflict` where another's id is used. */
  async find(streamId: string, id: string, authorId: string): Promise<Sent | undefined> {
    const text = await this.lookUp(`door:${streamId}:${id}`);
    if (text === undefined) return undefined;
    const { author, ...ack } = JSON.parse(text) as Sent & { author: string };
    if (author !== authorId) throw new AppError('conflict', { detail: 'This id is taken' });
    return sent.parse(ack);
  }

  /** Never rejects. */
  async remember(streamId: string, author: string, ack: Sent): Promise<void> {
    try {
      const value = JSON.stringify({ ...ack, author });
      await this.counters.put(`door:${streamId}:${ack.id}`, value, resendMs);
    } catch (err) {
      this.logger.debug({ err }, 'An ack could not be remembered');
    }
  }

  private async lookUp(key: string): Promise<string | undefined> {
    try {
      return await this.counters.get(key);
    } catch (err) {
      this.logger.debug({ err }, 'The door’s memory is away');
      return undefined;
    }
  }
}

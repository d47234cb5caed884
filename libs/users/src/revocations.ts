import { Fanout } from '@livechat/backends';
import { Logger } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

/** Tells every replica at once which sessions have ended, so that their sockets are closed. */
@Injectable()
export class Revocations {
  constructor(
    private readonly fanout: Fanout,
    private readonly logger: Logger,
  ) {}

  /** Call it after the commit. A signal that is lost is made up for by the replicas' own look into SQL. */
  async tell(sids: readonly string[]): Promise<void> {
    if (sids.length === 0) return;
    const body = JSON.stringify({ sids });
    try {
      await this.fanout.signal({ channel: 'sessions', event: 'revoked', body });
    } catch (err) {
      this.logger.warn({ err, count: sids.length }, 'Ended sessions could not be signalled');
    }
  }
}

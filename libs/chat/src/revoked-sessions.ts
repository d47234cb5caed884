import { Injectable } from '@nestjs/common';

/** Longer than an access token lives, clocks that differ included. */
const keptMs = 10 * 60_000;

/** Sessions that ended lately: their tokens are good for minutes yet, and open nothing here. */
@Injectable()
export class RevokedSessions {
  private readonly since = new Map<string, number>();

  add(sids: Iterable<string>): void {
    const now = performance.now();
    for (const [sid, at] of this.since) {
      if (at > now - keptMs) break;
      this.since.delete(sid);
    }
    for (const sid of sids) if (!this.since.has(sid)) this.since.set(sid, now);
  }

  has(sid: string): boolean {
    const at = this.since.get(sid);
    return at !== undefined && at > performance.now() - keptMs;
  }
}

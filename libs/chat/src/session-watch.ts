import { Database, endedSessions, Fanout, type Unlisten } from '@livechat/backends';
import { Logger } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { RevokedSessions } from './revoked-sessions.ts';
import { closeCodes } from './socket-line.ts';
import type { SocketSession } from './socket-session.ts';

const sweepMs = 1_000;
const expiryGraceMs = 30_000;
/** Each session is looked up in SQL when it comes, and so long after each time. */
const checkMs = 30_000;
const checkedAtOnce = 500;

/** Closes the sockets of sessions that ended or whose token ran out. */
@Injectable()
export class SessionWatch {
  private sessions: ReadonlyMap<string, SocketSession> = new Map();
  private unlisten: Unlisten | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isChecking = false;

  constructor(
    private readonly revoked: RevokedSessions,
    private readonly fanout: Fanout,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Watches over these, as they come and go. */
  async start(sessions: ReadonlyMap<string, SocketSession>): Promise<void> {
    this.sessions = sessions;
    this.unlisten = await this.fanout.onSignal('sessions', ({ body }) => {
      const { sids } = JSON.parse(body) as { sids: readonly string[] };
      this.close(new Set(sids));
    });
    this.timer = setInterval(() => this.sweep(), sweepMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.unlisten?.();
  }

  private close(sids: ReadonlySet<string>): void {
    this.revoked.add(sids);
    for (const { user, line } of this.sessions.values()) {
      if (user && sids.has(user.sid)) line.close(closeCodes.revoked, 'revoked');
    }
  }

  private sweep(): void {
    const before = Date.now() - expiryGraceMs;
    for (const { user, line } of this.sessions.values()) {
      if (user && user.exp * 1_000 < before) line.close(closeCodes.token_expired, 'token_expired');
    }
    if (!this.isChecking) void this.check();
  }

  /** Pub/sub can lose a revocation, and a replica that started since knows of none; SQL does. */
  private async check(): Promise<void> {
    const now = performance.now();
    const due = [...this.sessions.values()].filter(
      ({ user, checkedAt }) => user && checkedAt < now - checkMs,
    );
    this.isChecking = true;
    try {
      for (let i = 0; i < due.length; i += checkedAtOnce) {
        const part = due.slice(i, i + checkedAtOnce);
        const sids = [...new Set(part.flatMap(({ user }) => user?.sid ?? []))];
        this.close(new Set(await this.database.run((m) => endedSessions(m, sids))));
        for (const session of part) session.checkedAt = now;
      }
    } catch (err) {
      this.logger.warn({ err }, 'Sessions could not be checked');
    }
    this.isChecking = false;
  }
}

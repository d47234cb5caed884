import type { Database, OutboxWork } from './database.ts';

/**
 * Runs `work` while holding the one row of `outbox_lock`, so that at most one forwarder is at work
 * on the database, in whatever process; answers undefined at once, without working, when another
 * holds it. A holder that dies, freezes or is cut off lets go: within 10 s on a server, where its
 * session ends; at the next start on SQLite. One that froze may wake up after that: before each
 * effect outside the database it asks `stillHeld`. No transaction of `database.run` is open during
 * the work. Errors: `unavailable` for a database that is away.
 */
export const withOutboxLock = <T>(
  database: Database,
  work: OutboxWork<T>,
): Promise<T | undefined> => database.holdOutbox(work);

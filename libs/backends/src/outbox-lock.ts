import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Database } from './database.ts';
import { OutboxLockRow } from './entities/outbox.ts';

const thisProcess = randomUUID();
/** Databases whose lock is held in this process; the row alone could not be let go on a full disk. */
const held = new WeakSet<Database>();

/**
 * Runs `work` while holding the one row of `outbox_lock`, so that at most one forwarder is at work
 * on the database; answers undefined at once, without working, when another holds it.
 *
 * This is the SQLite form: one process owns the data folder, so the row names the process, and a
 * row left by a process that was killed binds nobody. No transaction is open during the work.
 */
export async function withOutboxLock<T>(
  database: Database,
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (held.has(database)) return undefined;
  held.add(database);
  try {
    await database.run((manager) => writeHolder(manager, thisProcess));
    const result = await work();
    await database.run((manager) => writeHolder(manager, null));
    return result;
  } finally {
    held.delete(database);
  }
}

const writeHolder = (manager: EntityManager, holder: string | null) =>
  manager.update(OutboxLockRow, { id: 1 }, { holder });

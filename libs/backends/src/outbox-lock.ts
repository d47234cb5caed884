import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Database } from './database.ts';
import { OutboxLockRow } from './entities/outbox.ts';

const thisProcess = randomUUID();

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
  if (!(await database.run(takeLock))) return undefined;
  try {
    return await work();
  } finally {
    await database.run(leaveLock);
  }
}

async function takeLock(manager: EntityManager): Promise<boolean> {
  const { holder } = await manager.findOneByOrFail(OutboxLockRow, { id: 1 });
  if (holder === thisProcess) return false;
  await manager.update(OutboxLockRow, { id: 1 }, { holder: thisProcess });
  return true;
}

const leaveLock = (manager: EntityManager) =>
  manager.update(OutboxLockRow, { id: 1, holder: thisProcess }, { holder: null });

import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Database, OutboxWork } from './database.ts';
import { OutboxLockRow } from './entities/outbox.ts';

const thisProcess = randomUUID();
/** Databases whose lock is held in this process; the row alone could not be let go on a full disk. */
const held = new WeakSet<Database>();

/**
 * The SQLite form: one process owns the data folder, so the row names the process, and a row left
 * by a process that was killed binds nobody.
 */
export async function holdNamedRow<T>(
  database: Database,
  work: OutboxWork<T>,
): Promise<T | undefined> {
  if (held.has(database)) return undefined;
  held.add(database);
  try {
    await database.run((manager) => writeHolder(manager, thisProcess));
    const result = await work(() => Promise.resolve(true));
    await database.run((manager) => writeHolder(manager, null));
    return result;
  } finally {
    held.delete(database);
  }
}

const writeHolder = (manager: EntityManager, holder: string | null) =>
  manager.update(OutboxLockRow, { id: 1 }, { holder });

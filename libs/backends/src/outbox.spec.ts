import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedDatabase } from './database.embedded.ts';
import type { Database } from './database.ts';
import { OutboxLockRow } from './entities/outbox.ts';
import { outboxContract } from './outbox.contract.ts';
import { withOutboxLock } from './outbox-lock.ts';

outboxContract('SQLite', async () => {
  const database = await openEmbeddedDatabase(':memory:');
  return { database, dispose: () => database.close() };
});

describe('the lock of the outbox in a file', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openEmbeddedDatabase(':memory:');
  });
  afterEach(() => database.close());

  it('is free again where letting it go could not be written', async () => {
    const rename = (from: string, to: string) =>
      database.run((m) => m.query(`ALTER TABLE ${from} RENAME TO ${to}`));
    const holding = withOutboxLock(database, () => rename('outbox_lock', 'lost'));
    await expect(holding).rejects.toThrow('no such table');
    await rename('lost', 'outbox_lock');
    expect(await withOutboxLock(database, () => Promise.resolve(1))).toBe(1);
  });

  it('is not bound by a process that was killed while it held it', async () => {
    await database.run((m) => m.update(OutboxLockRow, { id: 1 }, { holder: 'a dead process' }));
    expect(await withOutboxLock(database, () => Promise.resolve(1))).toBe(1);
  });
});

import type { EntityManager } from 'typeorm';

/**
 * Find options that lock the rows read until the transaction ends. SQLite knows no such lock and
 * needs none: there a unit of work has the whole database to itself.
 */
export const rowLock = (manager: EntityManager) =>
  manager.dataSource.options.type === 'better-sqlite3'
    ? {}
    : ({ lock: { mode: 'pessimistic_write' } } as const);

import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '@livechat/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { databaseError } from './database-errors.ts';
import type { DatabaseGate } from './database-gate.ts';

/** What differs between the dialects beside the data source's own options. */
export interface DatabaseParts {
  readonly source: DataSource;
  readonly gate: DatabaseGate;
  /** Called after a unit of work failed, to leave a shared connection clean for the next. */
  readonly afterFailure: () => void;
}

/** Accounts, streams, roles, rules, bans and audit, and the only way to them. */
export class Database {
  private readonly inside = new AsyncLocalStorage<true>();
  private readonly parts: DatabaseParts;
  private open = true;

  /** Takes a data source that is initialised and migrated. */
  constructor(parts: DatabaseParts) {
    this.parts = parts;
  }

  /**
   * Runs one unit of work in a transaction of its own and answers what it answers. If it throws,
   * nothing of it stays. The work must be short (5 ms on SQLite, where all others wait) and use
   * nothing but its manager; units do not nest. Errors: `conflict` for a duplicate key,
   * `unavailable` for a database that is away, locked, full or closed.
   */
  async run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.inside.getStore()) throw new Error('Units of work do not nest: pass the manager on');
    if (!this.open) throw new AppError('unavailable');
    return this.parts.gate.pass(() => this.inside.run(true, () => this.transaction(work)));
  }

  /** Lets the unit of work under way finish; later ones get `unavailable`. */
  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.parts.gate.pass(() => this.parts.source.destroy());
  }

  private async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.parts.source.transaction(work);
    } catch (error) {
      this.parts.afterFailure();
      throw databaseError(error);
    }
  }
}

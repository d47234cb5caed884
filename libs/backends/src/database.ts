import { AppError } from '@livechat/contracts';
import type { EntityManager } from 'typeorm';
import { databaseError } from './database-errors.ts';
import type { DatabaseGate } from './database-gate.ts';

/** Work done while nobody else holds the outbox; `stillHeld` looks whether that is still so. */
export type OutboxWork<T> = (stillHeld: () => Promise<boolean>) => Promise<T>;

export type UnitOfWork<T> = (manager: EntityManager) => Promise<T>;

/** What differs between the dialects. */
export interface DatabaseParts {
  readonly gate: DatabaseGate;
  /** Runs work, asked for at a time (monotonic ms), in one transaction; where it throws, nothing stays. */
  readonly transact: <T>(work: UnitOfWork<T>, askedAt: number) => Promise<T>;
  /** Runs work while holding the outbox; undefined, without working, where another holds it. */
  readonly holdOutbox: <T>(database: Database, work: OutboxWork<T>) => Promise<T | undefined>;
  readonly close: () => Promise<void>;
}

/** Accounts, streams, roles, rules, bans and audit, and the only way to them. */
export class Database {
  private readonly parts: DatabaseParts;
  /** A unit of work is being called at this moment. */
  private calling = false;
  private open = true;

  /** Takes the parts of a database that can be reached and is migrated. */
  constructor(parts: DatabaseParts) {
    this.parts = parts;
  }

  /**
   * Runs one unit of work in a transaction of its own and answers what it answers. If it throws,
   * nothing of it stays. The work must be short (5 ms on SQLite, where all others wait), use
   * nothing but its manager and change nothing but the database: on a server it may be called
   * again after a deadlock. Units do not nest: one that begins another at once gets an error, one
   * that does so later waits for itself on SQLite and is refused. Errors: `conflict` for a duplicate key,
   * `unavailable` for a database that is away, locked, full or closed, `internal` where the answer
   * to the commit was lost, so that the change may have been made.
   */
  async run<T>(work: UnitOfWork<T>): Promise<T> {
    if (this.calling) throw new Error('Units of work do not nest: pass the manager on');
    if (!this.open) throw new AppError('unavailable');
    const askedAt = performance.now();
    return this.parts.gate.pass(() => this.transaction(this.watched(work), askedAt));
  }

  /** See `withOutboxLock`. */
  async holdOutbox<T>(work: OutboxWork<T>): Promise<T | undefined> {
    if (!this.open) throw new AppError('unavailable');
    return this.parts.holdOutbox(this, work);
  }

  /** Lets the units of work under way finish; later ones get `unavailable`. */
  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.parts.gate.idle();
    await this.parts.close();
  }

  /** Following a unit past its first await would make every promise of the process dearer. */
  private watched<T>(work: UnitOfWork<T>): UnitOfWork<T> {
    return (manager) => {
      this.calling = true;
      try {
        return work(manager);
      } finally {
        this.calling = false;
      }
    };
  }

  private async transaction<T>(work: UnitOfWork<T>, askedAt: number): Promise<T> {
    try {
      return await this.parts.transact(work, askedAt);
    } catch (error) {
      throw databaseError(error);
    }
  }
}

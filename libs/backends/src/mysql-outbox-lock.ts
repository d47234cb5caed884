import type { DataSource, QueryRunner } from 'typeorm';
import { codeOf, databaseError } from './database-errors.ts';
import { discard } from './mysql-unit.ts';
import type { OutboxWork } from './database.ts';

const answerMs = 1_000;
const renewMs = 2_000;
/** Five renewals: a session that is silent for so long is ended by the server, and with it the lock. */
const silentSeconds = 10;
const wanted = 'SELECT id FROM outbox_lock WHERE id = 1 FOR UPDATE NOWAIT';
const heldByAnother = /^ER_(LOCK_NOWAIT|LOCK_WAIT_TIMEOUT|LOCK_DEADLOCK)$/;

/** The form of a server: the row is locked by a transaction that stays open during the work. */
export async function holdLockedRow<T>(
  source: DataSource,
  work: OutboxWork<T>,
): Promise<T | undefined> {
  const lock = new LockedRow(source.createQueryRunner());
  if (!(await lock.take())) return undefined;
  try {
    return await work(() => lock.isHeld());
  } finally {
    await lock.letGo();
  }
}

class LockedRow {
  private timer: NodeJS.Timeout | undefined;
  private isLost = false;
  private readonly runner: QueryRunner;

  constructor(runner: QueryRunner) {
    this.runner = runner;
  }

  /** False where another holds it. */
  async take(): Promise<boolean> {
    try {
      await this.answer(`SET SESSION wait_timeout = ${silentSeconds}`);
      await this.answer('START TRANSACTION');
      await this.answer(wanted);
    } catch (error) {
      if (!heldByAnother.test(codeOf(error))) {
        this.lose();
        throw databaseError(error);
      }
      await this.letGo();
      return false;
    }
    this.timer = setInterval(() => void this.isHeld(), renewMs).unref();
    return true;
  }

  /** As long as its session lives the row is locked. */
  async isHeld(): Promise<boolean> {
    if (this.isLost) return false;
    try {
      await this.answer('DO 1');
      return true;
    } catch {
      this.lose();
      return false;
    }
  }

  async letGo(): Promise<void> {
    clearInterval(this.timer);
    if (this.isLost) return;
    try {
      await this.answer('ROLLBACK');
      await this.answer('SET SESSION wait_timeout = 60');
      await this.runner.release();
    } catch {
      this.lose();
    }
  }

  private lose(): void {
    clearInterval(this.timer);
    if (this.isLost) return;
    this.isLost = true;
    discard(this.runner);
  }

  private async answer(statement: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const error = Object.assign(new Error('No answer in time'), { code: 'ETIMEDOUT' });
      timer = setTimeout(() => reject(error), answerMs);
    });
    try {
      await Promise.race([this.runner.query(statement), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

import { AppError } from '@livechat/contracts';
import type { Connection } from 'mysql2';
import type { DataSource, QueryRunner } from 'typeorm';
import type { UnitOfWork } from './database.ts';
import { isContention, isLostConnection } from './database-errors.ts';

const tries = 5;
const backOffMs = 20;

/**
 * Runs work in a transaction on a connection of its own, again after a deadlock, a wait for a lock
 * in vain or a connection that broke before the commit, all before `deadline` (monotonic ms). Errors: the driver's; `unavailable` where the time is up;
 * `internal` where the commit was sent and its answer lost.
 */
export async function runUnit<T>(
  source: DataSource,
  deadline: number,
  work: UnitOfWork<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const unit = new MysqlUnit(source.createQueryRunner());
    try {
      return await unit.run(work, deadline);
    } catch (error) {
      const pauseMs = Math.random() * backOffMs * attempt;
      const isLate = performance.now() + pauseMs >= deadline;
      if (attempt === tries || isLate || !unit.mayRunAgain(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** One try of a unit of work. */
class MysqlUnit {
  private state: 'working' | 'committing' | 'cut' = 'working';
  private readonly runner: QueryRunner;

  constructor(runner: QueryRunner) {
    this.runner = runner;
  }

  async run<T>(work: UnitOfWork<T>, deadline: number): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(this.cut()), deadline - performance.now());
    });
    try {
      return await Promise.race([this.whole(work), timeUp]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether the error is none of the work's, and surely nothing of it stayed. */
  mayRunAgain(error: unknown): boolean {
    return isContention(error) || (this.state === 'working' && isLostConnection(error));
  }

  private async whole<T>(work: UnitOfWork<T>): Promise<T> {
    try {
      await this.runner.startTransaction();
      const result = await work(this.runner.manager);
      await this.commit();
      await this.runner.release();
      return result;
    } catch (error) {
      await this.undo();
      throw this.state === 'committing' && isLostConnection(error) ? inDoubt(error) : error;
    }
  }

  /** Never after the time is up: the caller has been told that nothing was changed. */
  private async commit(): Promise<void> {
    if (this.state === 'cut') throw new AppError('unavailable');
    this.state = 'committing';
    await this.runner.commitTransaction();
  }

  private async undo(): Promise<void> {
    try {
      await this.runner.rollbackTransaction();
      await this.runner.release();
    } catch {
      // Without its connection the server rolls back by itself.
      discard(this.runner);
    }
  }

  /** The time is up. */
  private cut(): Error {
    const wasCommitting = this.state === 'committing';
    this.state = 'cut';
    discard(this.runner);
    return wasCommitting ? inDoubt() : new AppError('unavailable', { retryAfterMs: 1_000 });
  }
}

/** Gives a connection up, made or still being made: it never goes back into the pool. */
export function discard(runner: QueryRunner): void {
  const connecting = runner.connect() as Promise<Connection & { stream?: { destroy(): void } }>;
  void connecting
    .then((connection) => {
      connection.destroy();
      // `destroy` only says goodbye, which a server that is frozen does not hear.
      connection.stream?.destroy();
      return runner.release();
    })
    .catch(() => undefined);
}

const inDoubt = (cause?: unknown): AppError =>
  new AppError('internal', { detail: 'The change may have been made or not' }, { cause });

import type { Database } from 'better-sqlite3';
import { asOutage } from './embedded-error.ts';

export interface RetentionOptions {
  /** How long a row stays after it was written, ms. */
  readonly retentionMs: number;
  readonly onError?: (error: unknown) => void;
}

const passEveryMs = 60 * 60_000;
const rowsPerStep = 200;
/** Between two steps, so that writers and readers have most of the time. */
const pauseMs = 20;
const { setTimeout: later, clearTimeout: notLater } = globalThis;

/** Tables whose rows carry the time of their writing. */
const tables = ['events', 'facts'] as const;

/**
 * Gives tables of earlier versions the time of writing: what lies there counts as written now, so
 * that nothing goes too early.
 */
export function addWritten(db: Database): void {
  for (const table of tables) {
    const has = db.prepare(`SELECT 1 FROM pragma_table_info(?) WHERE name = 'written'`).get(table);
    // A constant default costs nothing, however many rows there are.
    if (!has) {
      db.exec(`ALTER TABLE ${table} ADD COLUMN written INTEGER NOT NULL DEFAULT ${Date.now()}`);
    }
  }
}

/**
 * Takes rows of the history out once they were written longer than the retention ago, whatever
 * time their contents carry, oldest first and in small steps. What stays of a stream is its newest
 * part without a hole; the file does not shrink, its room is used again.
 */
export class HistoryRetention {
  readonly #timer: NodeJS.Timeout;
  readonly #stepOfEvents: (before: number) => number;
  readonly #facts;
  #running: Promise<void> | undefined;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(
    readonly db: Database,
    readonly options: RetentionOptions,
  ) {
    for (const table of tables) {
      db.exec(`CREATE INDEX IF NOT EXISTS ${table}_by_written ON ${table} (written)`);
    }
    this.#stepOfEvents = eventsStep(db);
    this.#facts = db.prepare(`DELETE FROM facts WHERE (kind, stream, epoch, id) IN
      (SELECT kind, stream, epoch, id FROM facts WHERE written < ? ORDER BY written LIMIT ?)`);
    this.#timer = setInterval(() => void this.pass(), passEveryMs).unref();
    void this.pass();
  }

  /** Takes out all that is old now; never rejects. */
  pass(): Promise<void> {
    this.#running ??= this.#pass().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#wake?.();
    await this.#running;
  }

  async #pass(): Promise<void> {
    const before = Date.now() - this.options.retentionMs;
    try {
      await this.#all(() => this.#stepOfEvents(before));
      await this.#all(() => this.#facts.run(before, rowsPerStep).changes);
    } catch (error) {
      // Old rows stay until the next pass.
      this.options.onError?.(asOutage(error));
    }
  }

  async #all(step: () => number): Promise<void> {
    for (let taken = rowsPerStep; taken === rowsPerStep;) {
      await this.#pause();
      if (this.#isClosed) return;
      taken = step();
    }
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = later(resolve, pauseMs);
      this.#wake = () => {
        notLater(timer);
        resolve();
      };
    });
  }
}

interface OldEvent {
  readonly stream: string;
  readonly epoch: number;
  readonly offset: number;
  /** Of a removal, or of a restoring: the message it is about. */
  readonly target: number | null;
}

/** One step over the events, in one transaction; what was decided about an event goes with it. */
function eventsStep(db: Database): (before: number) => number {
  const old =
    db.prepare(`SELECT stream, epoch, offset, json_extract(value, '$.target.offset') AS target
    FROM events WHERE written < ? ORDER BY written LIMIT ?`);
  const take = db.prepare('DELETE FROM events WHERE stream = ? AND epoch = ? AND offset = ?');
  const forget = db.prepare(`DELETE FROM removals WHERE stream = @stream AND epoch = @epoch
    AND offset = @offset AND NOT EXISTS (SELECT 1 FROM events e
      WHERE e.stream = @stream AND e.epoch = @epoch AND e.offset = @offset)`);
  return db.transaction((before: number) => {
    const rows = old.all(before, rowsPerStep) as OldEvent[];
    for (const { stream, epoch, offset, target } of rows) {
      take.run(stream, epoch, offset);
      for (const about of [offset, target ?? offset]) forget.run({ stream, epoch, offset: about });
    }
    return rows.length;
  });
}

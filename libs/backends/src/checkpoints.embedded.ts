import type { Database, Statement } from 'better-sqlite3';
import { Checkpoints, type Checkpoint, type CheckpointEntry } from './checkpoints.ts';
import { answered, asOutage } from './embedded-error.ts';
import { openEmbeddedFile } from './embedded-file.ts';
import { WriteGroup } from './write-group.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    stage TEXT NOT NULL, key TEXT NOT NULL, epoch INTEGER NOT NULL, offset INTEGER NOT NULL,
    state TEXT NOT NULL, PRIMARY KEY (stage, key, epoch)
  ) WITHOUT ROWID;`;

interface Row {
  readonly epoch: number;
  readonly offset: number;
  readonly state: string;
}

type Entry = readonly [stage: string, entry: CheckpointEntry];

/** Checkpoints in one SQLite file. */
export class EmbeddedCheckpoints extends Checkpoints {
  readonly #db: Database;
  readonly #newest: Statement;
  readonly #writes: WriteGroup<Entry>;

  constructor(file: string) {
    super();
    this.#db = openEmbeddedFile(file, schema);
    this.#newest = this.#db.prepare(`SELECT epoch, offset, state FROM checkpoints
      WHERE stage = ? AND key = ? AND epoch <= ? ORDER BY epoch DESC LIMIT 1`);
    const put = this.#db.prepare(`INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET offset = excluded.offset, state = excluded.state
      WHERE excluded.offset >= offset`);
    const writeAll = this.#db.transaction((entries: readonly Entry[]) => {
      for (const [stage, { key, epoch, offset, state }] of entries) {
        put.run(stage, key, epoch, offset, JSON.stringify(state));
      }
    });
    this.#writes = new WriteGroup((entries) => writeAll(entries));
  }

  load<S>(stage: string, epoch: number, key: string): Promise<Checkpoint<S> | undefined> {
    return answered(() => {
      const row = this.#newest.get(stage, key, epoch) as Row | undefined;
      if (!row) return undefined;
      const offset = row.epoch === epoch ? row.offset : -1;
      return { epoch: row.epoch, offset, state: JSON.parse(row.state) as S };
    });
  }

  async save(stage: string, entries: readonly CheckpointEntry[]): Promise<void> {
    try {
      await this.#writes.write(entries.map((entry) => [stage, entry] as const));
    } catch (error) {
      throw asOutage(error);
    }
  }

  close(): Promise<void> {
    this.#writes.close();
    this.#db.close();
    return Promise.resolve();
  }
}

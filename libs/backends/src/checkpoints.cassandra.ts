import type { CassandraClient } from './cassandra-client.ts';
import { Checkpoints, type Checkpoint, type CheckpointEntry } from './checkpoints.ts';

const load = `SELECT epoch, offset, state FROM checkpoints
  WHERE stage = ? AND key = ? AND epoch <= ? LIMIT 1`;
const save = `INSERT INTO checkpoints (stage, key, epoch, offset, state)
  VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?`;

/** Checkpoints whose write time is their offset: a stale writer loses without being asked. */
export class CassandraCheckpoints extends Checkpoints {
  constructor(private readonly cassandra: CassandraClient) {
    super();
  }

  async load<S>(stage: string, epoch: number, key: string): Promise<Checkpoint<S> | undefined> {
    const [row] = await this.cassandra.rows(load, [stage, key, epoch]);
    if (!row) return undefined;
    const found = Number(row['epoch']);
    const offset = found === epoch ? Number(row['offset']) : -1;
    return { epoch: found, offset, state: JSON.parse(row['state'] as string) as S };
  }

  async save(stage: string, entries: readonly CheckpointEntry[]): Promise<void> {
    await Promise.all(
      entries.map(({ key, epoch, offset, state }) => {
        const params = [stage, key, epoch, offset, JSON.stringify(state), offset + 2];
        return this.cassandra.write([{ query: save, params }]);
      }),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

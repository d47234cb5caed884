import { AppError } from '@livechat/contracts';
import { StartError, type Settings } from '@livechat/runtime';
import { auth, Client, errors, policies, types, type DseClientOptions } from 'cassandra-driver';

/** A statement with its values, in the order of its question marks. */
export interface Statement {
  readonly query: string;
  readonly params: readonly unknown[];
}
export type Row = types.Row;

const atOnce = 128;
const mostWaiting = 20_000;
const retryMs = 500;
const batchSize = 50;

export type CassandraAccess = Pick<
  Settings,
  | 'cassandraContactPoints'
  | 'cassandraDatacenter'
  | 'cassandraKeyspace'
  | 'cassandraUsername'
  | 'cassandraPassword'
>;

/** Options of every client: back at once after an outage, a quorum for each answer, statements sent again safely. */
export function clientOptions(access: CassandraAccess): DseClientOptions {
  const { cassandraUsername: username, cassandraPassword: password } = access;
  return {
    contactPoints: [...access.cassandraContactPoints],
    localDataCenter: access.cassandraDatacenter,
    policies: { reconnection: new policies.reconnection.ConstantReconnectionPolicy(250) },
    queryOptions: {
      prepare: true,
      isIdempotent: true,
      consistency: types.consistencies.localQuorum,
    },
    socketOptions: { readTimeout: 1_500, connectTimeout: 1_500 },
    pooling: { heartBeatInterval: 2_000 },
    ...(username !== undefined && {
      authProvider: new auth.PlainTextAuthProvider(username, password ?? ''),
    }),
  };
}

/** A client of one keyspace. Rejects with `unavailable` while the server cannot answer. */
export class CassandraClient {
  private readonly client: Client;
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private isClosed = false;

  constructor(private readonly access: CassandraAccess) {
    this.client = new Client({ ...clientOptions(access), keyspace: access.cassandraKeyspace });
  }

  /** Waits for a server as long as it takes; rejects with StartError where the keyspace was not made. */
  async connected(onWait: (error: unknown) => void): Promise<void> {
    while (!this.isClosed) {
      try {
        return await this.client.connect();
      } catch (error) {
        if (isOurs(error)) throw noSchema(this.access.cassandraKeyspace, error);
        onWait(error);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  /** The rows of one answer, all pages. */
  async rows(query: string, params: readonly unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.inTurn(() =>
      this.client.execute(query, params, { fetchSize: 5_000 }),
    );
    return rows;
  }

  /** Writes statements of one partition, in as few requests as are wise. */
  async write(statements: readonly Statement[]): Promise<void> {
    const batches: Statement[][] = [];
    for (let i = 0; i < statements.length; i += batchSize) {
      batches.push(statements.slice(i, i + batchSize));
    }
    await Promise.all(
      batches.map((batch) =>
        this.inTurn(() =>
          this.client.batch(
            batch.map(({ query, params }) => ({ query, params: [...params] })),
            { logged: false },
          ),
        ),
      ),
    );
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.client.shutdown();
  }

  /** So many requests at once as the driver carries with ease; the rest wait their turn. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= atOnce) {
      if (this.waiting.length >= mostWaiting) throw new AppError('unavailable');
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running++;
    try {
      return await work();
    } catch (error) {
      throw isOurs(error) ? error : new AppError('unavailable', {}, { cause: error });
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}

const faults = new Set<number>([
  types.responseErrorCodes.syntaxError,
  types.responseErrorCodes.invalid,
  types.responseErrorCodes.unauthorized,
  types.responseErrorCodes.configError,
  types.responseErrorCodes.alreadyExists,
]);

/** A wrong statement or a missing table: no outage, and no waiting mends it. */
export const isOurs = (error: unknown): boolean =>
  (error instanceof errors.ResponseError && faults.has(error.code)) || error instanceof TypeError;

const noSchema = (keyspace: string, cause: unknown) =>
  new StartError(`Cassandra has no keyspace ${keyspace}; npm run migrate makes it`, { cause });

import { AppError } from '@livechat/contracts';
import { StartError, type Settings } from '@livechat/runtime';
import { auth, Client, errors, policies, types, type DseClientOptions } from 'cassandra-driver';
import { tableNames } from './cassandra-tables.ts';
import { RequestTurns } from './request-turns.ts';

/** A statement with its values, in the order of its question marks. */
export interface Statement {
  readonly query: string;
  readonly params: readonly unknown[];
}
export type Row = types.Row;

/** What the owner of a client hears of it. */
export interface CassandraWatch {
  /** More requests wait than may; the newest was refused. */
  onFull(): void;
  onHost(address: string, isUp: boolean): void;
}

const retryMs = 500;
const batchSize = 50;
/** Rows that one answer of the server holds; the driver hands out one answer at a time. */
const fetchSize = 5_000;
/** So long a request may take with all its tries on other hosts, after its turn has come. */
const answerMs = 1_900;

export type CassandraAccess = Pick<
  Settings,
  | 'cassandraContactPoints'
  | 'cassandraDatacenter'
  | 'cassandraKeyspace'
  | 'cassandraUsername'
  | 'cassandraPassword'
>;

/** Options of every client: back at once after an outage, a quorum for each answer, statements sent again safely. */
export function clientOptions(access: CassandraAccess, readTimeout = 1_500): DseClientOptions {
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
    socketOptions: { readTimeout, connectTimeout: 1_500 },
    pooling: { heartBeatInterval: 2_000 },
    ...(username !== undefined && {
      authProvider: new auth.PlainTextAuthProvider(username, password ?? ''),
    }),
  };
}

/** A client of one keyspace. Rejects with `unavailable` within 2 s of the server's last answer. */
export class CassandraClient {
  private readonly client: Client;
  private readonly turns: RequestTurns;
  private isClosed = false;

  constructor(
    private readonly access: CassandraAccess,
    watch?: CassandraWatch,
  ) {
    this.client = new Client({ ...clientOptions(access), keyspace: access.cassandraKeyspace });
    this.turns = new RequestTurns(answerMs, () => watch?.onFull());
    this.client.on('hostDown', (host: { address: string }) => watch?.onHost(host.address, false));
    this.client.on('hostUp', (host: { address: string }) => watch?.onHost(host.address, true));
  }

  /**
   * Waits for a server as long as it takes; rejects with StartError where keyspace or tables were
   * not made, or the datacenter is another.
   */
  async connected(onWait: (error: unknown) => void): Promise<void> {
    while (!this.isClosed) {
      try {
        await this.client.connect();
        return await this.schemaIsThere();
      } catch (error) {
        const fault = this.startFault(error);
        if (fault) {
          await this.close();
          throw fault;
        }
        onWait(error);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  /** The rows of an answer, however many there are. */
  async rows(query: string, params: readonly unknown[]): Promise<readonly Row[]> {
    const found: Row[] = [];
    let place: { readonly pageState?: string } = {};
    for (;;) {
      const options = { fetchSize, ...place };
      const page = await this.inTurn(() => this.client.execute(query, params, options));
      for (const row of page) found.push(row);
      // Null after the last page, whatever the driver's types say.
      const pageState = page.pageState as string | null;
      if (pageState === null) return found;
      place = { pageState };
    }
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

  private async schemaIsThere(): Promise<void> {
    const keyspace = this.access.cassandraKeyspace;
    const query = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';
    const there = new Set(
      (await this.rows(query, [keyspace])).map((row) => String(row['table_name'])),
    );
    const missing = tableNames.filter((name) => !there.has(name));
    if (missing.length > 0) throw noSchema(`no table ${missing.join(', ')} in ${keyspace}`);
  }

  private startFault(error: unknown): StartError | undefined {
    if (error instanceof StartError) return error;
    const misfit = misfitOf(error);
    if (misfit) return wrongSettings(misfit);
    if (isOurs(error)) return noSchema(`no keyspace ${this.access.cassandraKeyspace}`, error);
    return undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.turns.run(work, isAway);
    } catch (error) {
      if (isOurs(error) || error instanceof AppError) throw error;
      throw new AppError('unavailable', { detail: 'Cassandra is away' }, { cause: error });
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

/** No server answered at all: whoever waits for a turn would wait in vain. */
const isAway = (error: unknown): boolean =>
  error instanceof errors.NoHostAvailableError || error instanceof errors.OperationTimedOutError;

/** The driver's word that a setting does not fit what it found: a datacenter that is not there. */
export function misfitOf(error: unknown): Error | undefined {
  if (error instanceof errors.ArgumentError) return error;
  if (!(error instanceof errors.NoHostAvailableError)) return undefined;
  const tried = Object.values((error.innerErrors ?? {}) as Record<string, unknown>);
  return tried.find((inner) => inner instanceof errors.ArgumentError);
}

export const wrongSettings = (cause: Error) =>
  new StartError(`Cassandra cannot be used as it is set: ${cause.message}`, { cause });

const noSchema = (what: string, cause?: unknown) =>
  new StartError(`Cassandra has ${what}; npm run migrate makes it`, { cause });

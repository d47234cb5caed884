import { needed, StartError, type Logger, type Settings } from '@livechat/runtime';
import { Client } from 'cassandra-driver';
import { createHash } from 'node:crypto';
import { clientOptions, isOurs, misfitOf, wrongSettings } from './cassandra-client.ts';
import { createTable, tableNames, windowed } from './cassandra-tables.ts';

const retryMs = 500;
/** A table takes longer to make than a row to write. */
const statementMs = 12_000;

/**
 * Makes keyspace and tables where they are missing; safe twice and from several places at once.
 * Waits for a server up to `limitMs`; rejects with StartError when none answers by then, or when
 * the settings do not fit the server.
 */
export async function migrateCassandra(
  settings: Settings,
  logger: Logger,
  limitMs = 120_000,
): Promise<void> {
  needed(settings.cassandraContactPoints, 'CASSANDRA_CONTACT_POINTS');
  const deadline = performance.now() + limitMs;
  for (let tries = 1; ; tries++) {
    const client = new Client(clientOptions(settings, statementMs));
    try {
      await make(client, settings);
      return logger.info({ keyspace: settings.cassandraKeyspace }, 'Cassandra is migrated');
    } catch (error) {
      const misfit = misfitOf(error);
      if (misfit) throw wrongSettings(misfit);
      if (isOurs(error)) throw wrongSettings(error as Error);
      if (performance.now() > deadline) throw tooLate(settings, error);
      if (tries === 1) logger.info({ err: error }, 'Waiting for Cassandra');
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    } finally {
      await client.shutdown();
    }
  }
}

async function make(client: Client, settings: Settings): Promise<void> {
  const { cassandraKeyspace: keyspace, cassandraDatacenter: datacenter } = settings;
  const replication = `{'class': 'NetworkTopologyStrategy', '${datacenter}': ${settings.cassandraReplication}}`;
  const statements = [
    `CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication = ${replication}`,
    ...tableNames.map((name) => createTable(keyspace, name, tableId(`${keyspace}.${name}`))),
    windowed(keyspace, settings.retentionDays),
  ];
  for (const statement of statements) {
    const { info } = await client.execute(statement, [], { prepare: false });
    // The driver waited up to 10 s for it; its types leave out that it tells.
    const { isSchemaInAgreement: agreed } = info as { isSchemaInAgreement?: boolean };
    if (agreed === false) throw new Error('The nodes do not agree on the schema yet');
  }
}

/** An id of version 5's form: always the same for a name. */
function tableId(name: string): string {
  const hex = createHash('sha1').update(name).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

const tooLate = ({ cassandraContactPoints }: Settings, cause: unknown) =>
  new StartError(`Cassandra at ${cassandraContactPoints.join(', ')} did not answer in time`, {
    cause,
  });

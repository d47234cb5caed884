import { needed, StartError, type Logger, type Settings } from '@livechat/runtime';
import { Client } from 'cassandra-driver';
import { clientOptions, isOurs } from './cassandra-client.ts';

/**
 * Events lie in partitions of 50,000 by the stream's own count (`bucket`); `buckets` tells where
 * each begins. Facts are all else: labels, 10 s pieces, analyses, summaries, moments, questions.
 */
const tables = [
  `CREATE TABLE IF NOT EXISTS events (
    stream text, epoch int, bucket int, offset bigint, author text, value text,
    PRIMARY KEY ((stream, epoch, bucket), offset))`,
  `CREATE TABLE IF NOT EXISTS buckets (
    stream text, epoch int, bucket int, first bigint,
    PRIMARY KEY ((stream), epoch, bucket)) WITH CLUSTERING ORDER BY (epoch DESC, bucket ASC)`,
  `CREATE TABLE IF NOT EXISTS removals (
    stream text, epoch int, offset bigint, removed boolean,
    PRIMARY KEY ((stream, epoch), offset))`,
  `CREATE TABLE IF NOT EXISTS authored (
    author text, stream text, epoch int, bucket int,
    PRIMARY KEY ((author), stream, epoch, bucket))`,
  `CREATE TABLE IF NOT EXISTS facts (
    stream text, epoch int, kind text, piece int, key bigint, id text, version bigint, value text,
    PRIMARY KEY ((stream, epoch, kind, piece), key, id))`,
  `CREATE TABLE IF NOT EXISTS fact_pieces (
    stream text, epoch int, kind text, piece int,
    PRIMARY KEY ((stream, epoch, kind), piece))`,
  `CREATE TABLE IF NOT EXISTS fact_places (
    stream text, epoch int, kind text, id text, key bigint, version bigint,
    PRIMARY KEY ((stream, epoch, kind), id))`,
  `CREATE TABLE IF NOT EXISTS checkpoints (
    stage text, key text, epoch int, offset bigint, state text,
    PRIMARY KEY ((stage, key), epoch)) WITH CLUSTERING ORDER BY (epoch DESC)`,
];

const retryMs = 500;

/**
 * Makes keyspace and tables where they are missing; safe twice and from several places at once.
 * Waits for a server up to `limitMs`; rejects with StartError when none answers by then.
 */
export async function migrateCassandra(
  settings: Settings,
  logger: Logger,
  limitMs = 120_000,
): Promise<void> {
  needed(settings.cassandraContactPoints, 'CASSANDRA_CONTACT_POINTS');
  const deadline = performance.now() + limitMs;
  for (;;) {
    const client = new Client(clientOptions(settings));
    try {
      await make(client, settings);
      return logger.info({ keyspace: settings.cassandraKeyspace }, 'Cassandra is migrated');
    } catch (error) {
      if (isOurs(error)) throw error;
      if (performance.now() > deadline) throw tooLate(settings, error);
      logger.info({ err: error }, 'Cassandra does not answer yet');
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
    ...tables.map((table) => table.replace('NOT EXISTS ', `NOT EXISTS ${keyspace}.`)),
  ];
  for (const statement of statements) {
    await client.execute(statement, [], { prepare: false });
  }
}

const tooLate = ({ cassandraContactPoints }: Settings, cause: unknown) =>
  new StartError(`Cassandra at ${cassandraContactPoints.join(', ')} did not answer in time`, {
    cause,
  });

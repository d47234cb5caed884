import { DataFolder, needed, silentLogger, StartError, type Settings } from '@livechat/runtime';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CassandraClient } from './cassandra-client.ts';
import { CassandraChatHistory } from './chat-history.cassandra.ts';
import { EmbeddedChatHistory } from './chat-history.embedded.ts';
import { CassandraCheckpoints } from './checkpoints.cassandra.ts';
import { EmbeddedCheckpoints } from './checkpoints.embedded.ts';
import { accountsFile, openEmbeddedDatabase } from './database.embedded.ts';
import { openMysqlDatabase } from './database.mysql.ts';
import type { Database } from './database.ts';
import { StreamRow } from './entities/stream.ts';
import { EmbeddedEventLog } from './event-log.embedded.ts';
import { KafkaEventLog } from './event-log.kafka.ts';
import { kafkaAccess, kafkaTopicOptions } from './kafka-settings.ts';
import type { ReconciledStores } from './reconciliation.ts';

export interface OpenStores extends ReconciledStores {
  close(): Promise<void>;
}

const limitMs = 30_000;
/** What is tried again, or told of by a limit. */
const ignore = () => undefined;
const dayMs = 24 * 60 * 60_000;

/**
 * The stores that the settings name, to be read. Rejects with StartError: a server does not answer
 * within half a minute, or the product runs on the data folder.
 */
export const openReconciledStores = (settings: Settings): Promise<OpenStores> =>
  settings.mode === 'cluster' ? clusterStores(settings) : embeddedStores(settings);

/** How long the archive keeps its rows, ms; null: for ever. */
export const archiveRetention = ({ retentionDays }: Settings): number | null =>
  retentionDays === null ? null : retentionDays * dayMs;

async function embeddedStores({ dataDir, logPartitions }: Settings): Promise<OpenStores> {
  const file = (name: string) => join(dataDir, name);
  if (!existsSync(file('log.db'))) {
    throw new StartError(`There is no log in ${dataDir}: DATA_DIR names the product's data folder`);
  }
  const folder = await DataFolder.take(dataDir);
  try {
    // Without a time to keep records it takes none out.
    const log = new EmbeddedEventLog(file('log.db'), { partitions: logPartitions });
    const history = new EmbeddedChatHistory(file('history.db'));
    const checkpoints = new EmbeddedCheckpoints(file('checkpoints.db'));
    const database = await openEmbeddedDatabase(accountsFile(dataDir));
    const close = async () => {
      await Promise.all([log, history, checkpoints, database].map((store) => store.close()));
      folder.release();
    };
    return { log, history, checkpoints, streamIds: () => streamIds(database), close };
  } catch (error) {
    folder.release();
    throw error;
  }
}

async function clusterStores(settings: Settings): Promise<OpenStores> {
  const logger = silentLogger();
  const cassandra = new CassandraClient(settings);
  const url = needed(settings.sqlUrl, 'SQL_URL');
  needed(settings.cassandraContactPoints, 'CASSANDRA_CONTACT_POINTS');
  const [log, database] = await Promise.all([
    within('Kafka', openLog(settings)),
    within('The SQL server', openMysqlDatabase({ url, logger })),
    within('Cassandra', cassandra.connected(ignore)),
  ]);
  const history = new CassandraChatHistory(cassandra, null);
  const checkpoints = new CassandraCheckpoints(cassandra);
  const close = async () => {
    await Promise.all([log.close(), database.close()]);
    await cassandra.close();
  };
  return { log, history, checkpoints, streamIds: () => streamIds(database), close };
}

const openLog = (settings: Settings): Promise<KafkaEventLog> =>
  KafkaEventLog.open({
    ...kafkaAccess(settings),
    ...kafkaTopicOptions(settings),
    epoch: settings.logEpoch,
    logger: silentLogger(),
    // The reading stalls then, and that is told.
    onFatal: ignore,
  });

/** What was opened for nothing goes with the process, which ends then. */
async function within<T>(name: string, opening: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const error = new StartError(`${name} did not answer within ${limitMs / 1_000} s`);
    timer = setTimeout(() => reject(error), limitMs);
  });
  return Promise.race([opening, tooLate]).finally(() => clearTimeout(timer));
}

const streamIds = async (database: Database): Promise<readonly string[]> => {
  const rows = await database.run((manager) => manager.find(StreamRow, { select: { id: true } }));
  return rows.map(({ id }) => id);
};

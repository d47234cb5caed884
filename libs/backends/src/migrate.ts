import { StartError, type Logger, type Settings } from '@livechat/runtime';
import { migrateCassandra } from './cassandra-schema.ts';
import { KafkaEventLog } from './event-log.kafka.ts';
import { kafkaAccess, kafkaTopicOptions } from './kafka-settings.ts';
import { migrateSql } from './mysql-migrations.ts';

const limitMs = 120_000;

/**
 * Brings topics, Cassandra's schema and the SQL tables up to date; safe twice and from several places at
 * once. Waits two minutes for each server; rejects with StartError, which names what did not answer.
 */
export async function migrate(settings: Settings, logger: Logger): Promise<void> {
  await Promise.all([
    migrateTopics(settings, logger),
    migrateCassandra(settings, logger, limitMs),
    migrateSql(settings, logger, { waitMs: limitMs }),
  ]);
}

async function migrateTopics(settings: Settings, logger: Logger): Promise<void> {
  const access = kafkaAccess(settings);
  const opening = KafkaEventLog.open({
    ...access,
    ...kafkaTopicOptions(settings),
    epoch: settings.logEpoch,
    logger,
    onFatal: (error) => logger.error({ err: error }, 'The log cannot be used'),
  });
  let limit: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const message = `Kafka at ${access.brokers.join(', ')} did not answer in time`;
    limit = setTimeout(() => reject(new StartError(message)), limitMs);
  });
  const log = await Promise.race([opening, tooLate]).finally(() => clearTimeout(limit));
  await log.close();
  logger.info({ partitions: settings.logPartitions }, 'Kafka has its topics');
}

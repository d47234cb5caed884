import { Health, Logger, Metrics, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Injectable, Module, Optional } from '@nestjs/common';
import { join } from 'node:path';
import { archivePosition } from './archive-position.ts';
import { Checkpoints } from './checkpoints.ts';
import { originOf, type OnDeadLetter } from './dead-letter.ts';
import { EmbeddedEventLog } from './event-log.embedded.ts';
import { KafkaEventLog } from './event-log.kafka.ts';
import { EventLog, type TopicPartition } from './event-log.ts';
import type { GroupLag } from './group-lag.ts';
import { kafkaAccess, kafkaTopicOptions } from './kafka-settings.ts';

/** What every adapter tells of its work, as metrics and lines of the log. */
function observers(metrics: Metrics, logger: Logger) {
  return {
    onAppend: (seconds: number) => metrics.appendSeconds.observe(seconds),
    onBoundHit: () => metrics.boundsHit.inc({ bound: 'append_queue' }),
    onLags: (lags: readonly GroupLag[]) => showLags(metrics, lags),
    onDeadLetter: ((place, { reason, error }) => {
      metrics.deadLetters.inc({ topic: place.topic, reason });
      logger.error({ origin: originOf(place), reason, error }, 'A record was set aside');
    }) satisfies OnDeadLetter,
    onError: (err: unknown, what: string) =>
      logger.warn({ err, what }, 'A consumer had to try again'),
  };
}

/** Partitions that another process reads by now are no longer told of. */
export function showLags(
  { consumerLag, oldestRecordSeconds }: Metrics,
  lags: readonly GroupLag[],
): void {
  const oldest = new Map<string, number>();
  consumerLag.reset();
  for (const { group, topic, partition, records, oldestSeconds } of lags) {
    consumerLag.set({ group, topic, partition }, records);
    oldest.set(group, Math.max(oldest.get(group) ?? 0, oldestSeconds));
  }
  oldestRecordSeconds.reset();
  for (const [group, seconds] of oldest) oldestRecordSeconds.set({ group }, seconds);
}

/** What of its process a log has to do with; checkpoints, where it keeps any, tell how far the log once reached. */
@Injectable()
class Surroundings {
  constructor(
    readonly metrics: Metrics,
    readonly logger: Logger,
    readonly health: Health,
    readonly shutdown: Shutdown,
    @Optional() readonly checkpoints?: Checkpoints,
  ) {}
}

function embeddedLog(settings: Settings, { metrics, logger }: Surroundings): EventLog {
  return new EmbeddedEventLog(join(settings.dataDir, 'log.db'), {
    partitions: settings.logPartitions,
    retentionMs: settings.logRetention,
    maxQueueBytes: settings.bounds.appendQueueBytes,
    maxLaneBytes: settings.bounds.consumeQueueBytes,
    ...observers(metrics, logger),
  });
}

/** Waits for a broker as long as it takes; the process is not ready meanwhile. */
function kafkaLog(settings: Settings, around: Surroundings): Promise<EventLog> {
  const { metrics, logger, shutdown, checkpoints } = around;
  const epoch = settings.logEpoch;
  return KafkaEventLog.open({
    ...kafkaAccess(settings),
    ...kafkaTopicOptions(settings),
    epoch,
    logger,
    // What this process knows of the log no longer holds: a new one has to begin.
    onFatal: (err) => {
      logger.fatal({ err }, err.message);
      void shutdown.run().finally(() => process.exit(1));
    },
    ...(checkpoints && { knownEnd: archivedEnd(checkpoints, epoch) }),
    maxQueueBytes: settings.bounds.appendQueueBytes,
    maxLaneBytes: settings.bounds.consumeQueueBytes,
    ...observers(metrics, logger),
  });
}

/** The log must reach as far as the archive has read it. */
const archivedEnd =
  (checkpoints: Checkpoints, epoch: number) =>
  async ({ topic, partition }: TopicPartition) =>
    topic === 'raw-chats' ? (await archivePosition(checkpoints, epoch, partition)) + 1 : undefined;

async function provideEventLog(settings: Settings, around: Surroundings): Promise<EventLog> {
  const log = await (settings.mode === 'cluster' ? kafkaLog : embeddedLog)(settings, around);
  around.health.register('log', () => log.ends('raw-chats'));
  around.shutdown.on('stores', 'event log', () => log.close());
  return log;
}

/** The event log of this process. */
@Module({
  providers: [
    Surroundings,
    { provide: EventLog, inject: [SETTINGS, Surroundings], useFactory: provideEventLog },
  ],
  exports: [EventLog],
})
export class EventLogModule {}

import { Health, Logger, Metrics, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { EmbeddedEventLog } from './event-log.embedded.ts';
import { EventLog } from './event-log.ts';

interface Age {
  readonly group: string;
  readonly seconds: number;
}

const oldestOf = (ages: Iterable<Age>, group: string): number =>
  Math.max(...[...ages].filter((age) => age.group === group).map((age) => age.seconds));

function provideEventLog(
  settings: Settings,
  metrics: Metrics,
  logger: Logger,
  health: Health,
  shutdown: Shutdown,
): EventLog {
  const oldest = new Map<string, Age>();
  const log = new EmbeddedEventLog(join(settings.dataDir, 'log.db'), {
    partitions: settings.logPartitions,
    maxQueueBytes: settings.bounds.appendQueueBytes,
    maxLaneBytes: settings.bounds.consumeQueueBytes,
    onAppend: (seconds) => metrics.appendSeconds.observe(seconds),
    onBoundHit: () => metrics.boundsHit.inc({ bound: 'append_queue' }),
    onLag: ({ group, topic, partition, records, oldestSeconds }) => {
      metrics.consumerLag.set({ group, topic, partition }, records);
      oldest.set(`${group}/${topic}/${partition}`, { group, seconds: oldestSeconds });
      metrics.oldestRecordSeconds.set({ group }, oldestOf(oldest.values(), group));
    },
    onDeadLetter: (topic, reason) => metrics.deadLetters.inc({ topic, reason }),
    onError: (err, what) => logger.warn({ err, what }, 'A consumer had to try again'),
  });
  health.register('log', () => log.ends('raw-chats'));
  shutdown.on('stores', 'event log', () => log.close());
  return log;
}

/** The event log of this process. */
@Module({
  providers: [
    {
      provide: EventLog,
      inject: [SETTINGS, Metrics, Logger, Health, Shutdown],
      useFactory: provideEventLog,
    },
  ],
  exports: [EventLog],
})
export class EventLogModule {}

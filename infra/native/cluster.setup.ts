import type { TestProject } from 'vitest/node';
import { KafkaServers } from './kafka.ts';
import { MariaDbServer } from './mariadb.ts';
import { RedisServer } from './redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the Kafka server all suites share. */
    kafkaBrokers: readonly string[];
    /** Address of the MariaDB server all suites share, without a database: each makes its own. */
    sqlUrl: string;
    /** Address of the Redis server all suites share: each uses keys of its own. */
    redisUrl: string;
  }
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Real servers for `npm run test:cluster`: up before the first suite, gone after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [servers, stop] = await startAll([
    KafkaServers.start(),
    MariaDbServer.start(),
    RedisServer.start(),
  ]);
  const [kafka, mariadb, redis] = servers;
  project.provide('kafkaBrokers', kafka.brokers);
  project.provide('sqlUrl', mariadb.url());
  project.provide('redisUrl', redis.url());
  return stop;
}

/** All or none: where one does not start, those that did are stopped. */
async function startAll<T extends readonly Stoppable[]>(
  starting: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<readonly [T, () => Promise<void>]> {
  const outcomes = await Promise.allSettled(starting as readonly Promise<Stoppable>[]);
  const started = outcomes.flatMap((o) => (o.status === 'fulfilled' ? [o.value] : []));
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
  const failed = outcomes.find((o) => o.status === 'rejected');
  if (!failed) return [started as unknown as T, stop];
  await stop();
  throw failed.reason;
}

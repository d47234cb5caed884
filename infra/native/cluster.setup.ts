import type { TestProject } from 'vitest/node';
import { NativeServers } from './native-servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the Kafka server all suites share. */
    kafkaBrokers: readonly string[];
    /** Address of the MariaDB server all suites share, without a database: each makes its own. */
    sqlUrl: string;
    /** Address of the Redis server all suites share: each uses keys of its own. */
    redisUrl: string;
    /** Address of the Cassandra node all suites share: each makes its own keyspace. */
    cassandraContactPoint: string;
  }
}

/** Real servers for `npm run test:cluster`: up before the first suite, gone after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await NativeServers.start();
  project.provide('kafkaBrokers', servers.kafka.brokers);
  project.provide('sqlUrl', servers.sql.url());
  project.provide('redisUrl', servers.redis.url());
  project.provide('cassandraContactPoint', servers.cassandra.contactPoint());
  return () => servers.stop();
}

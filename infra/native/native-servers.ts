import { CassandraServer } from './cassandra.ts';
import { KafkaServers } from './kafka.ts';
import { MariaDbServer } from './mariadb.ts';
import type { NativeServer } from './native-server.ts';
import { RedisServer } from './redis.ts';

/** All servers that the services need, one of each. */
export class NativeServers {
  private constructor(
    readonly kafka: KafkaServers,
    readonly redis: RedisServer,
    readonly cassandra: CassandraServer,
    readonly sql: MariaDbServer,
  ) {}

  /** All or none: where one does not start, those that did are stopped. */
  static async start(): Promise<NativeServers> {
    const starting = [
      KafkaServers.start(),
      RedisServer.start(),
      CassandraServer.start(),
      MariaDbServer.start(),
    ] as const;
    try {
      return new NativeServers(...(await Promise.all(starting)));
    } catch (error) {
      for (const outcome of await Promise.allSettled(starting)) {
        if (outcome.status === 'fulfilled') await outcome.value.stop();
      }
      throw error;
    }
  }

  /** All of them as processes. */
  get nodes(): readonly NativeServer[] {
    return [...this.kafka.nodes, this.redis.node, this.cassandra.node, this.sql.node];
  }

  /** What services are told of them; `name` tells databases and keyspaces of several products apart. */
  settings(name = 'livechat'): Record<string, string> {
    return {
      KAFKA_BROKERS: this.kafka.brokers.join(','),
      LOG_REPLICATION: '1',
      REDIS_URL: this.redis.url(),
      CASSANDRA_CONTACT_POINTS: this.cassandra.contactPoint(),
      CASSANDRA_KEYSPACE: name,
      CASSANDRA_REPLICATION: '1',
      SQL_URL: this.sql.url(name),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.kafka, this.redis, this.cassandra, this.sql].map((s) => s.stop()));
  }
}

import { readSettings, silentLogger } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { CassandraClient } from './cassandra-client.ts';
import { migrateCassandra } from './cassandra-schema.ts';

/** A client of a keyspace of its own on a server that runs; whoever asks closes it. */
export async function freshCassandra(contactPoint: string, keyspace = newKeyspace()) {
  const settings = readSettings({
    MODE: 'cluster',
    CASSANDRA_CONTACT_POINTS: contactPoint,
    CASSANDRA_KEYSPACE: keyspace,
    CASSANDRA_REPLICATION: '1',
  });
  await migrateCassandra(settings, silentLogger());
  const cassandra = new CassandraClient(settings);
  await cassandra.connected(() => {});
  return { cassandra, settings };
}

const newKeyspace = () => `k${randomUUID().replaceAll('-', '')}`;

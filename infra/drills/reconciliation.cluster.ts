import { CassandraChatHistory, CassandraCheckpoints, KafkaEventLog } from '@livechat/backends';
import { silentLogger } from '@livechat/runtime';
import { afterAll, inject } from 'vitest';
import { freshCassandra } from '../../libs/backends/src/cassandra.fixture.ts';
import { reconciliationContract } from '../../libs/backends/src/reconciliation.contract.ts';
import { KafkaServers } from '../native/kafka.ts';

// A Kafka of its own: other suites take records out of the shared one, and a log whose begin is
// gone is judged in part only.
const closings: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closings.reverse()) await close();
});

reconciliationContract('Kafka and Cassandra', async () => {
  const kafka = await KafkaServers.start();
  closings.push(() => kafka.stop());
  const { cassandra } = await freshCassandra(inject('cassandraContactPoint'));
  closings.push(() => cassandra.close());
  const log = await KafkaEventLog.open({
    brokers: kafka.brokers,
    clientId: 'reconcile',
    partitions: 8,
    replication: 1,
    retentionMs: 3_600_000,
    epoch: 1,
    logger: silentLogger(),
    onFatal: (error) => {
      throw error;
    },
  });
  closings.push(() => log.close());
  return {
    log,
    history: new CassandraChatHistory(cassandra, null),
    checkpoints: new CassandraCheckpoints(cassandra),
  };
});

import { afterAll, beforeAll, inject } from 'vitest';
import type { CassandraClient } from './cassandra-client.ts';
import { freshCassandra } from './cassandra.fixture.ts';
import { CassandraCheckpoints } from './checkpoints.cassandra.ts';
import { checkpointsContract } from './checkpoints.contract.ts';

let cassandra: CassandraClient;
beforeAll(async () => {
  ({ cassandra } = await freshCassandra(inject('cassandraContactPoint')));
});
afterAll(() => cassandra.close());

checkpointsContract('Cassandra', () => {
  const checkpoints = new CassandraCheckpoints(cassandra);
  return Promise.resolve({ checkpoints, dispose: () => checkpoints.close() });
});

import { Kafka, logLevel } from 'kafkajs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { ProduceClient } from './produce-client.kafka.ts';

const require = createRequire(import.meta.url);

test('the installed kafkajs has the parts this client is built on', () => {
  const kafka = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING });
  expect(() => new ProduceClient(kafka, 1_000)).not.toThrow();
  const { prototype } = require('kafkajs/src/cluster') as { prototype: object };
  for (const method of [
    'connect',
    'disconnect',
    'addMultipleTargetTopics',
    'refreshMetadataIfNecessary',
    'findLeaderForPartitions',
    'findBroker',
  ]) {
    expect(prototype, method).toHaveProperty(method);
  }
  const pool = require('kafkajs/src/network/connectionPool') as { prototype: object };
  expect(pool.prototype).toHaveProperty('send');
});

test('a kafkajs that hides its cluster is refused when the client is made', () => {
  expect(() => new ProduceClient({} as Kafka, 1_000)).toThrow(/kafkajs/);
});

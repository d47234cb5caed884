import { Partitioners } from 'kafkajs';
import { expect, test } from 'vitest';
import { partitionOf } from './partition-of.ts';

test('a key goes to the partition that Kafka’s default partitioner gives it', () => {
  const choose = Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: 32 }, (_, partitionId) => ({
    partitionId,
    leader: 1,
    partitionErrorCode: 0,
    replicas: [1],
    isr: [1],
  }));
  for (const key of ['', 'a', 'ab', 'abc', 'stream-42', '스트림', '😀', 'x'.repeat(101)]) {
    const theirs = choose({ topic: 't', partitionMetadata, message: { key, value: '' } });
    if (key !== '') expect(partitionOf(key, 32), key).toBe(theirs);
  }
});

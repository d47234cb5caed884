import fc from 'fast-check';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { OutgoingRecord, PartitionBatch } from './append-batcher.ts';
import { crc32c } from './crc32c.ts';
import { decodeProduced, encodeProduce } from './produce-request.kafka.ts';

const require = createRequire(import.meta.url);

interface ReadBack {
  readonly offset: string;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Record<string, Buffer>;
}
/** kafkajs' readers of what consumers fetch: an independent view of the same bytes. */
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const RecordBatchDecoder = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: object,
) => Promise<{ readonly records: readonly ReadBack[] }>;

interface Part {
  readonly topic: string;
  readonly partition: number;
  readonly batch: Buffer;
}

/** Takes a request apart by the protocol's description. */
function parts(bytes: Buffer): readonly Part[] {
  const found: Part[] = [];
  let at = 12;
  for (let topics = bytes.readInt32BE(8); topics > 0; topics--) {
    const end = at + 2 + bytes.readInt16BE(at);
    const topic = bytes.toString('utf8', at + 2, end);
    at = end + 4;
    for (let left = bytes.readInt32BE(end); left > 0; left--) {
      const size = bytes.readInt32BE(at + 4);
      const batch = bytes.subarray(at + 8, at + 8 + size);
      found.push({ topic, partition: bytes.readInt32BE(at), batch });
      at += 8 + size;
    }
  }
  expect(at, 'nothing is left over').toBe(bytes.length);
  return found;
}

const text = fc.string({ unit: 'binary', maxLength: 300 });
const record: fc.Arbitrary<OutgoingRecord> = fc.record({
  key: text,
  value: fc.oneof(text, fc.constant('ü'.repeat(9_000))),
  headers: fc.dictionary(
    // kafkajs' reader keeps headers in a plain object, where these are taken.
    text.filter((name) => !(name in {})),
    text,
    { maxKeys: 3 },
  ),
});
const batch: fc.Arbitrary<PartitionBatch> = fc.record({
  topic: fc.constantFrom('a', 'raw-chats'),
  partition: fc.nat(2 ** 31 - 1),
  records: fc.array(record, { minLength: 1, maxLength: 80 }),
});

const plain = ({ offset, key, value, headers }: ReadBack) => ({
  offset: Number(offset),
  key: String(key),
  value: String(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, v]) => [name, String(v)])),
});

test('any batches can be read back by another reader of the protocol', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { maxLength: 4 }), async (batches) => {
      const found = parts(encodeProduce(batches, 4_500));
      const sent = [...new Set(batches.map(({ topic }) => topic))].flatMap((topic) =>
        batches.filter((b) => b.topic === topic),
      );
      expect(found.map(({ topic, partition }) => ({ topic, partition }))).toEqual(
        sent.map(({ topic, partition }) => ({ topic, partition })),
      );
      for (const [i, { batch: bytes }] of found.entries()) {
        expect(bytes.readUInt32BE(17), 'sum').toBe(crc32c(bytes, 21));
        expect(bytes.readInt32BE(8), 'length').toBe(bytes.length - 12);
        const { records } = await RecordBatchDecoder(new Decoder(bytes));
        expect(records.map(plain)).toEqual(
          sent[i]?.records.map((r, offset) => ({ offset, ...r, headers: { ...r.headers } })),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('a request asks for all in-sync replicas and no transaction', () => {
  const bytes = encodeProduce([], 4_500);
  expect([bytes.readInt16BE(0), bytes.readInt16BE(2), bytes.readInt32BE(4)]).toEqual([
    -1, -1, 4_500,
  ]);
});

test('an answer gives each partition its own offset, time or error', () => {
  const entry = (partition: number, error: number, offset: bigint, at: bigint) => {
    const bytes = Buffer.alloc(30);
    bytes.writeInt32BE(partition);
    bytes.writeInt16BE(error, 4);
    bytes.writeBigInt64BE(offset, 6);
    bytes.writeBigInt64BE(at, 14);
    return bytes;
  };
  const int32 = (value: number) => Buffer.from([0, 0, 0, value]);
  const bytes = Buffer.concat([
    int32(1),
    Buffer.from([0, 1]),
    Buffer.from('t'),
    int32(2),
    entry(3, 0, 5_000_000_000n, 1_700_000_000_000n),
    entry(4, 6, -1n, -1n),
    int32(7),
  ]);
  const entries = [
    { topic: 't', partition: 3, errorCode: 0, baseOffset: 5e9, logAppendTime: 1.7e12 },
    { topic: 't', partition: 4, errorCode: 6, baseOffset: -1, logAppendTime: -1 },
  ];
  expect(decodeProduced(bytes)).toEqual({ entries, throttleMs: 7 });
});

import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { expect, vi } from 'vitest';
import { acksOf, type Told } from './log-senders.ts';

/** Ids by `partition/offset` of all that stands in raw-chats, read with plain kafkajs. */
export async function storedIds(kafka: Kafka): Promise<ReadonlyMap<string, string>> {
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: `truth-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await Promise.all([admin.connect(), consumer.connect()]);
  const ends = await admin.fetchTopicOffsets('raw-chats');
  const ids = new Map<string, string>();
  const next = new Map(ends.map(({ partition, low }) => [partition, Number(low)]));
  await consumer.subscribe({ topic: 'raw-chats', fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message: { offset, value } }) => {
      const { id } = JSON.parse(String(value)) as { id: string };
      ids.set(`${partition}/${offset}`, id);
      next.set(partition, Number(offset) + 1);
      return Promise.resolve();
    },
  });
  const isBehind = () => ends.some((e) => (next.get(e.partition) ?? 0) < Number(e.high));
  await vi.waitFor(() => expect(isBehind()).toBe(false), { timeout: 30_000, interval: 20 });
  await Promise.all([admin.disconnect(), consumer.disconnect()]);
  return ids;
}

/** An ack names what stands there, a refused record stands nowhere, a stream keeps the order of its calls. */
export function expectHonest(told: readonly Told[], stored: ReadonlyMap<string, string>): void {
  const acks = acksOf(told);
  const wrong = acks.filter((a) => stored.get(`${a.partition}/${a.offset}`) !== a.id);
  expect(wrong, 'acked, but not what stands there').toEqual([]);
  const ids = new Set(stored.values());
  const kept = told.filter(({ id, code }) => code === 'unavailable' && ids.has(id));
  expect(kept, 'refused as not stored, but stored').toEqual([]);
  for (const stream of new Set(acks.map((a) => a.stream))) {
    const offsets = acks.filter((a) => a.stream === stream).map((a) => a.offset);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  }
}

import type { OutgoingRecord, PartitionBatch } from './append-batcher.ts';
import { crc32c } from './crc32c.ts';

/** What a broker answers for one partition. */
export interface ProducedEntry {
  readonly topic: string;
  readonly partition: number;
  /** 0 is none; else a code of the Kafka protocol, and nothing was stored. */
  readonly errorCode: number;
  readonly baseOffset: number;
  readonly logAppendTime: number;
}

/** Room of a batch's own fields, and of all numbers of one record without headers. */
const batchRoom = 80;
const recordRoom = 32;
const noProducer = 0xffffffff;

/**
 * The body of a produce request, version 7 of the public Kafka protocol (record batches of
 * version 2, uncompressed, no producer id, acks of all in-sync replicas). kafkajs' own encoder
 * makes several buffers a record and copies a batch's list once a record; this makes one buffer.
 */
export function encodeProduce(batches: readonly PartitionBatch[], timeoutMs: number): Buffer {
  const out = new Writer(roomOf(batches));
  out.int16(-1); // no transaction
  out.int16(-1); // all in-sync replicas
  out.int32(timeoutMs);
  const topics = [...new Set(batches.map((batch) => batch.topic))];
  out.int32(topics.length);
  for (const topic of topics) {
    const ofTopic = batches.filter((batch) => batch.topic === topic);
    out.int16(Buffer.byteLength(topic));
    out.text(topic);
    out.int32(ofTopic.length);
    for (const { partition, records } of ofTopic) {
      out.int32(partition);
      writeBatch(out, records);
    }
  }
  return out.bytes.subarray(0, out.at);
}

/** The answer to a produce request of version 7. */
export function decodeProduced(bytes: Buffer): {
  readonly entries: readonly ProducedEntry[];
  readonly throttleMs: number;
} {
  const entries: ProducedEntry[] = [];
  let at = 4;
  for (let topics = bytes.readInt32BE(0); topics > 0; topics--) {
    const end = at + 2 + bytes.readInt16BE(at);
    const topic = bytes.toString('utf8', at + 2, end);
    at = end + 4;
    for (let partitions = bytes.readInt32BE(end); partitions > 0; partitions--) {
      entries.push({
        topic,
        partition: bytes.readInt32BE(at),
        errorCode: bytes.readInt16BE(at + 4),
        baseOffset: Number(bytes.readBigInt64BE(at + 6)),
        logAppendTime: Number(bytes.readBigInt64BE(at + 14)),
      });
      at += 30;
    }
  }
  return { entries, throttleMs: bytes.readInt32BE(at) };
}

function writeBatch(out: Writer, records: readonly OutgoingRecord[]): void {
  const sizeAt = out.skip(4);
  out.int32(0); // base offset: the broker sets it
  out.int32(0);
  const lengthAt = out.skip(4);
  out.int32(-1); // leader epoch: unknown
  out.int8(2); // version of the batch
  const crcAt = out.skip(4);
  const crcFrom = out.at;
  out.int16(0); // uncompressed, time of creation
  out.int32(records.length - 1);
  const now = Date.now();
  out.int64(now);
  out.int64(now);
  out.int32(noProducer); // producer id, 8 bytes
  out.int32(noProducer);
  out.int16(-1); // its epoch
  out.int32(-1); // its sequence
  out.int32(records.length);
  for (let i = 0; i < records.length; i++) writeRecord(out, records[i] as OutgoingRecord, i);
  out.bytes.writeInt32BE(out.at - sizeAt - 4, sizeAt);
  out.bytes.writeInt32BE(out.at - lengthAt - 4, lengthAt);
  out.bytes.writeUInt32BE(crc32c(out.bytes, crcFrom, out.at), crcAt);
}

function writeRecord(out: Writer, { key, value, headers }: OutgoingRecord, index: number): void {
  const names = Object.keys(headers);
  const keyBytes = Buffer.byteLength(key);
  const valueBytes = Buffer.byteLength(value);
  let length = 2 + sizeOf(index) + sized(keyBytes) + sized(valueBytes) + sizeOf(names.length);
  for (const name of names) {
    length += sized(Buffer.byteLength(name)) + sized(Buffer.byteLength(headers[name] ?? ''));
  }
  out.varint(length);
  out.int8(0); // attributes
  out.int8(0); // time after the batch's
  out.varint(index);
  out.sizedText(key, keyBytes);
  out.sizedText(value, valueBytes);
  out.varint(names.length);
  for (const name of names) {
    const text = headers[name] ?? '';
    out.sizedText(name, Buffer.byteLength(name));
    out.sizedText(text, Buffer.byteLength(text));
  }
}

/** Bytes of a number >= 0 as a zigzag varint. */
function sizeOf(value: number): number {
  let bytes = 1;
  for (let rest = value * 2; rest > 127; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

const sized = (bytes: number): number => sizeOf(bytes) + bytes;

/** An upper bound of what a request takes. */
function roomOf(batches: readonly PartitionBatch[]): number {
  let room = 32;
  for (const { topic, records } of batches) {
    room += batchRoom + topic.length * 3;
    for (const { key, value, headers } of records) {
      room += recordRoom + key.length * 3 + Buffer.byteLength(value);
      for (const name in headers) room += 10 + (name.length + (headers[name] ?? '').length) * 3;
    }
  }
  return room;
}

/** Writes numbers and texts one after another. */
class Writer {
  readonly bytes: Buffer;
  at = 0;

  constructor(room: number) {
    this.bytes = Buffer.allocUnsafe(room);
  }

  skip(bytes: number): number {
    this.at += bytes;
    return this.at - bytes;
  }

  int8(value: number): void {
    this.bytes[this.at++] = value;
  }

  int16(value: number): void {
    this.int8(value >> 8);
    this.int8(value);
  }

  int32(value: number): void {
    this.int16(value >> 16);
    this.int16(value);
  }

  /** Of whole numbers >= 0. */
  int64(value: number): void {
    this.int32(Math.floor(value / 2 ** 32));
    this.int32(value | 0);
  }

  /** Zigzag, of numbers >= 0 and below 2^30. */
  varint(value: number): void {
    let rest = value << 1;
    for (; rest > 127; rest >>>= 7) this.int8((rest & 127) | 128);
    this.int8(rest);
  }

  text(text: string): void {
    this.at += this.bytes.write(text, this.at);
  }

  sizedText(text: string, bytes: number): void {
    this.varint(bytes);
    this.text(text);
  }
}

import type { RawChat } from '@livechat/contracts';
import { randomUUID } from 'node:crypto';
import { afterEach, vi } from 'vitest';
import type { Consumption, EventLog, LogHandler, LogRecord } from './event-log.ts';

/** A log under test; `reopen` closes it as a crash or restart would and opens the same data again. */
export interface LogUnderTest {
  log: EventLog;
  reopen(): Promise<EventLog>;
  /** Puts text into a topic past every check, as a foreign writer would. */
  appendRaw(topic: string, key: string, text: string): Promise<void>;
  /** Values of a topic's dead letters with their headers. */
  deadLetters(topic: string): Promise<readonly DeadLetter[]>;
  dispose(): Promise<void>;
}

interface DeadLetter {
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const limit = { timeout: 20_000, interval: 10 };
export const until = (check: () => void) => vi.waitFor(check, limit);

export const posted = (streamId: string, text: string): RawChat => ({
  type: 'message.posted',
  streamId,
  id: randomUUID(),
  author: { id: 'u1', displayName: 'Ann', kind: 'member', role: 'member' },
  text,
});

export const textOf = (record: LogRecord<'raw-chats'>) =>
  record.value.type === 'message.posted' ? record.value.text : record.value.type;

/** A stream of the same partition, with one record 'next'. */
export async function neighbourIn(log: EventLog, partition: number): Promise<string> {
  for (;;) {
    const id = `s-${randomUUID()}`;
    const appended = await log.append('raw-chats', id, posted(id, 'next'));
    if (appended.partition === partition) return id;
  }
}

/** Long enough for several commits, were there any to make. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 300));

/** Gathers what a member is handed, and can be told to fail or to wait. */
export class Reader implements LogHandler<'raw-chats'> {
  readonly seen: LogRecord<'raw-chats'>[] = [];
  joins = 0;
  hook: (records: readonly LogRecord<'raw-chats'>[]) => Promise<void> = () => Promise.resolve();

  assigned(): void {
    this.joins++;
  }

  async handle(records: readonly LogRecord<'raw-chats'>[]): Promise<void> {
    await this.hook(records);
    this.seen.push(...records);
  }

  texts = (streamId: string): readonly string[] =>
    this.seen.filter((r) => r.key === streamId).map(textOf);
}

/** Bounds a log under test is opened with. */
export interface LogBounds {
  /** Bound of one partition's records in a consumer's queue, bytes. */
  readonly maxLaneBytes?: number;
}

export type MakeLog = (bounds?: LogBounds) => Promise<LogUnderTest>;

/** Opens a log per test and disposes of it after. */
export function opener(make: MakeLog): (bounds?: LogBounds) => Promise<LogUnderTest> {
  let current: LogUnderTest | undefined;
  afterEach(async () => {
    await current?.dispose();
    current = undefined;
  });
  return async (bounds) => (current = await make(bounds));
}

export const stream = (): string => `s-${randomUUID()}`;
export const group = (): string => `g-${randomUUID()}`;
export const consume = (
  log: EventLog,
  handler: Reader,
  as: string,
  readBackMs = 0,
): Promise<Consumption> =>
  log.consume({ group: as, topics: ['raw-chats'], readBackMs, commitEveryMs: 50 }, handler);

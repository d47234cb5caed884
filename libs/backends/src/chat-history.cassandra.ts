import type { LogEvent } from '@livechat/contracts';
import type { CassandraClient } from './cassandra-client.ts';
import { EventTables } from './event-tables.cassandra.ts';
import { FactTables } from './fact-tables.cassandra.ts';
import {
  ChatHistory,
  type HistoryKind,
  type HistoryKinds,
  type HistoryRange,
  type HistoryRecord,
} from './chat-history.ts';
import { RowLifetime } from './row-lifetime.ts';

/** The archive in Cassandra; `retentionMs` after its writing a row is gone (null: never). */
export class CassandraChatHistory extends ChatHistory {
  private readonly events: EventTables;
  private readonly facts: FactTables;

  constructor(cassandra: CassandraClient, retentionMs: number | null) {
    super();
    const lifetime = new RowLifetime(retentionMs);
    this.events = new EventTables(cassandra, lifetime);
    this.facts = new FactTables(cassandra, lifetime);
  }

  async write(records: readonly HistoryRecord[]): Promise<void> {
    const events = records.filter((record) => record.kind === 'event');
    const facts = records.filter((record) => record.kind !== 'event');
    await Promise.all([
      this.events.write(events as HistoryRecord<'event'>[]),
      this.facts.write(facts),
    ]);
  }

  async page<K extends HistoryKind>(
    kind: K,
    range: HistoryRange,
  ): Promise<readonly HistoryKinds[K][]> {
    const values = kind === 'event' ? this.events.page(range) : this.facts.page(kind, range);
    return (await values) as readonly HistoryKinds[K][];
  }

  find(
    streamId: string,
    epoch: number,
    offset: number,
    evenRemoved = false,
  ): Promise<LogEvent | undefined> {
    return this.events.find({ streamId, epoch }, offset, evenRemoved);
  }

  epochs(streamId: string): Promise<readonly number[]> {
    return this.events.epochs(streamId);
  }

  erase(authorId: string): Promise<readonly string[]> {
    return this.events.erase(authorId);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

import type { RawChat } from '@livechat/contracts';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { BigintColumn } from './bigint-column.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A record of raw-chats before its outbox row gives it an id. */
export type OutboxEvent = WithoutId<RawChat>;

/** A change of SQL that the log must know; forwarded by chat-service as event `outbox:<id>`. */
@Entity('outbox')
@Index('outbox_forwardedAt_id', ['forwardedAt', 'id'])
export class OutboxRow {
  @PrimaryGeneratedColumn('increment', { type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 64 })
  streamId!: string;

  @Column({ type: 'simple-json' })
  event!: OutboxEvent;

  @BigintColumn()
  createdAt!: number;

  @BigintColumn({ nullable: true })
  forwardedAt!: number | null;

  /** Where the event came to stand in the log. */
  @Column({ type: 'integer', nullable: true })
  epoch!: number | null;

  @BigintColumn({ nullable: true })
  offset!: number | null;
}

/** One row, held by the one forwarder at work. */
@Entity('outbox_lock')
export class OutboxLockRow {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 64, nullable: true })
  holder!: string | null;
}

import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { OutboxEvent } from '../outbox.ts';
import { TimeColumn } from './time-column.ts';

/** A change of SQL that the log must know; forwarded by chat-service as event `outbox:<id>`. */
@Entity('outbox')
@Index(['forwardedAt', 'id'])
export class OutboxRow {
  @PrimaryGeneratedColumn('increment', { type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 64 })
  streamId!: string;

  @Column({ type: 'simple-json' })
  event!: OutboxEvent;

  @TimeColumn()
  createdAt!: number;

  @TimeColumn({ nullable: true })
  forwardedAt!: number | null;

  /** Where the event came to stand in the log. */
  @Column({ type: 'integer', nullable: true })
  epoch!: number | null;

  @TimeColumn({ nullable: true })
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

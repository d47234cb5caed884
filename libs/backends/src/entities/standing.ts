import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { BigintColumn } from './bigint-column.ts';

/**
 * Ban or time-out of a chatter in a stream. A pardon keeps the row, with neither in force, so
 * that a replica that reads what changed since a version hears of it.
 */
@Entity('standings')
@Index('standings_streamId_version', ['streamId', 'version'])
@Index('standings_userId', ['userId'])
export class StandingRow {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  streamId!: string;

  /** An id of ours, or of an imported author. */
  @PrimaryColumn({ type: 'varchar', length: 100 })
  userId!: string;

  @Column({ type: 'boolean' })
  banned!: boolean;

  @BigintColumn({ nullable: true })
  timedOutUntil!: number | null;

  @Column({ type: 'varchar', length: 64 })
  by!: string;

  @Column({ type: 'varchar', length: 200, nullable: true })
  reason!: string | null;

  @BigintColumn()
  changedAt!: number;

  /** The stream's version that this change made or came before. */
  @Column({ type: 'integer' })
  version!: number;
}

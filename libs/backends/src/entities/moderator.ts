import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { BigintColumn } from './bigint-column.ts';

/** Who moderates a stream beside its owner. */
@Entity('moderators')
@Index('moderators_userId', ['userId'])
export class ModeratorRow {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  streamId!: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  userId!: string;

  @Column({ type: 'varchar', length: 64 })
  addedBy!: string;

  @BigintColumn()
  addedAt!: number;
}

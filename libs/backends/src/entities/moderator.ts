import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { TimeColumn } from './time-column.ts';

/** Who moderates a stream beside its owner. */
@Entity('moderators')
@Index(['userId'])
export class ModeratorRow {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  streamId!: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  userId!: string;

  @Column({ type: 'varchar', length: 64 })
  addedBy!: string;

  @TimeColumn()
  addedAt!: number;
}

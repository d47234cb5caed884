import type { Rules } from '@livechat/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { BigintColumn } from './bigint-column.ts';

@Entity('streams')
@Index('streams_status_startedAt', ['status', 'startedAt'])
@Index('streams_status_endedAt', ['status', 'endedAt'])
@Index('streams_ownerId', ['ownerId'])
export class StreamRow {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 64 })
  ownerId!: string;

  @Column({ type: 'varchar', length: 140 })
  title!: string;

  /** The title as searched: lower case, NFKC. */
  @Column({ type: 'varchar', length: 600 })
  titleFold!: string;

  @Column({ type: 'varchar', length: 8 })
  status!: 'live' | 'ended';

  @BigintColumn()
  startedAt!: number;

  @BigintColumn({ nullable: true })
  endedAt!: number | null;

  @Column({ type: 'varchar', length: 2048, nullable: true })
  thumbnailUrl!: string | null;

  @Column({ type: 'varchar', length: 2048, nullable: true })
  videoUrl!: string | null;

  @Column({ type: 'simple-json' })
  rules!: Rules;

  /** Rises with every change of rules, standings, moderators or status: what replicas compare once a second. */
  @Column({ type: 'integer' })
  version!: number;

  /** Made for an imported log: its records carry their original time. */
  @Column({ type: 'boolean' })
  forImports!: boolean;
}

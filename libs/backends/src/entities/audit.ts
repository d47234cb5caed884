import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { BigintColumn } from './bigint-column.ts';

/** One act that must be answerable for; ids and hashes, never content. Only ever appended. */
@Entity('audit')
@Index('audit_streamId_id', ['streamId', 'id'])
@Index('audit_actorId_id', ['actorId', 'id'])
export class AuditRow {
  /** 1, 2, 3, … without a hole. */
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @BigintColumn()
  at!: number;

  @Column({ type: 'varchar', length: 100 })
  actorId!: string;

  @Column({ type: 'varchar', length: 64 })
  action!: string;

  @Column({ type: 'varchar', length: 200 })
  target!: string;

  @Column({ type: 'varchar', length: 64, nullable: true })
  streamId!: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  beforeHash!: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  afterHash!: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  ip!: string | null;

  @Column({ type: 'varchar', length: 100, nullable: true })
  requestId!: string | null;

  @Column({ type: 'varchar', length: 200, nullable: true })
  reason!: string | null;

  @Column({ type: 'varchar', length: 64 })
  previousHash!: string;

  /** SHA-256 over every field above, the previous row's hash among them. */
  @Column({ type: 'varchar', length: 64 })
  hash!: string;
}

/** One row: the end of the chain. Locks it for appending, and shows a last row cut off. */
@Entity('audit_head')
export class AuditHeadRow {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  lastId!: number;

  @Column({ type: 'varchar', length: 64 })
  hash!: string;
}

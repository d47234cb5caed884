import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { BigintColumn } from './bigint-column.ts';

/** The chain of refresh tokens of one device; only the newest two are kept, and only as hashes. */
@Entity('refresh_families')
@Index('refresh_families_userId', ['userId'])
@Index('refresh_families_renewedAt', ['renewedAt'])
export class RefreshFamilyRow {
  /** The `sid` of its access tokens. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 64 })
  userId!: string;

  /** SHA-256 of the one token that is not used yet. */
  @Column({ type: 'varchar', length: 64 })
  tokenHash!: string;

  /** SHA-256 of the token used last. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  previousHash!: string | null;

  @Column({ type: 'integer' })
  rotations!: number;

  @BigintColumn()
  createdAt!: number;

  /** When its newest token was made: the idle limit counts from here. */
  @BigintColumn()
  renewedAt!: number;

  /** The absolute limit. */
  @BigintColumn()
  expiresAt!: number;

  @BigintColumn({ nullable: true })
  revokedAt!: number | null;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { BigintColumn } from './bigint-column.ts';

/** A member or a guest. Uniqueness stands on the normalised columns, since dialects compare text differently. */
@Entity('users')
@Index('users_kind_createdAt', ['kind', 'createdAt'])
@Index('users_emailKey', ['emailKey'], { unique: true })
@Index('users_nameFold', ['nameFold'], { unique: true })
@Index('users_nameSkeleton', ['nameSkeleton'], { unique: true })
export class UserRow {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 8 })
  kind!: 'member' | 'guest';

  @Column({ type: 'varchar', length: 254, nullable: true })
  email!: string | null;

  /** The address as compared: lower case, NFC. */
  @Column({ type: 'varchar', length: 254, nullable: true })
  emailKey!: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  passwordHash!: string | null;

  @Column({ type: 'varchar', length: 64 })
  displayName!: string;

  /** How a member's name reads without regard to case; null for guests and the erased. */
  @Column({ type: 'varchar', length: 160, nullable: true })
  nameFold!: string | null;

  /** What a member's name looks like; null for guests and the erased. */
  @Column({ type: 'varchar', length: 160, nullable: true })
  nameSkeleton!: string | null;

  @BigintColumn()
  createdAt!: number;

  @BigintColumn({ nullable: true })
  erasedAt!: number | null;
}

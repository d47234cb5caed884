import { AuditHeadRow, AuditRow } from './entities/audit.ts';
import { ModeratorRow } from './entities/moderator.ts';
import { OutboxLockRow, OutboxRow } from './entities/outbox.ts';
import { RefreshFamilyRow } from './entities/refresh-family.ts';
import { StandingRow } from './entities/standing.ts';
import { StreamRow } from './entities/stream.ts';
import { UserRow } from './entities/user.ts';
import { CreateAccounts1763942400000 } from './migrations/1763942400000-create-accounts.ts';

/** Every table of the accounts database. */
export const databaseEntities = [
  UserRow,
  RefreshFamilyRow,
  StreamRow,
  ModeratorRow,
  StandingRow,
  OutboxRow,
  OutboxLockRow,
  AuditRow,
  AuditHeadRow,
];

/** Oldest first; run at start, never taken back by hand. */
export const databaseMigrations = [CreateAccounts1763942400000];

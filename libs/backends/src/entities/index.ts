export { AuditHeadRow, AuditRow } from './audit.ts';
export { ModeratorRow } from './moderator.ts';
export { OutboxLockRow, OutboxRow } from './outbox.ts';
export { RefreshFamilyRow } from './refresh-family.ts';
export { StandingRow } from './standing.ts';
export { StreamRow } from './stream.ts';
export { UserRow } from './user.ts';

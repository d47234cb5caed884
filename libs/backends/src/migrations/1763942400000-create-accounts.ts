import type { MigrationInterface, QueryRunner, TableColumnOptions, TableOptions } from 'typeorm';
import { Table } from 'typeorm';

type Column = TableColumnOptions;
const text = (name: string, length: number, more: Partial<Column> = {}): Column => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});
const whole = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: 'integer',
  ...more,
});
const big = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: 'bigint',
  ...more,
});
const json = (name: string): Column => ({ name, type: 'text' });
const flag = (name: string): Column => ({ name, type: 'boolean' });

const key = { isPrimary: true };
const maybe = { isNullable: true };
const index = (table: string, ...columnNames: string[]) => ({
  name: `${table}_${columnNames.join('_')}`,
  columnNames,
});

const users: TableOptions = {
  name: 'users',
  columns: [
    text('id', 64, key),
    text('kind', 8),
    text('email', 254, maybe),
    text('emailKey', 254, maybe),
    text('passwordHash', 255, maybe),
    text('displayName', 64),
    text('nameFold', 160, maybe),
    text('nameSkeleton', 160, maybe),
    big('createdAt'),
    big('erasedAt', maybe),
  ],
  indices: [
    index('users', 'kind', 'createdAt'),
    { ...index('users', 'emailKey'), isUnique: true },
    { ...index('users', 'nameFold'), isUnique: true },
    { ...index('users', 'nameSkeleton'), isUnique: true },
  ],
};

const families: TableOptions = {
  name: 'refresh_families',
  columns: [
    text('id', 64, key),
    text('userId', 64),
    text('tokenHash', 64),
    text('previousHash', 64, maybe),
    whole('rotations'),
    big('createdAt'),
    big('renewedAt'),
    big('expiresAt'),
    big('revokedAt', maybe),
  ],
  indices: [index('refresh_families', 'userId'), index('refresh_families', 'renewedAt')],
};

const streams: TableOptions = {
  name: 'streams',
  columns: [
    text('id', 64, key),
    text('ownerId', 64),
    text('title', 140),
    text('titleFold', 600),
    text('status', 8),
    big('startedAt'),
    big('endedAt', maybe),
    text('thumbnailUrl', 2048, maybe),
    text('videoUrl', 2048, maybe),
    json('rules'),
    whole('version'),
    flag('forImports'),
  ],
  indices: [
    index('streams', 'status', 'startedAt'),
    index('streams', 'status', 'endedAt'),
    index('streams', 'ownerId'),
  ],
};

const moderators: TableOptions = {
  name: 'moderators',
  columns: [
    text('streamId', 64, key),
    text('userId', 64, key),
    text('addedBy', 64),
    big('addedAt'),
  ],
  indices: [index('moderators', 'userId')],
};

const standings: TableOptions = {
  name: 'standings',
  columns: [
    text('streamId', 64, key),
    text('userId', 100, key),
    flag('banned'),
    big('timedOutUntil', maybe),
    text('by', 64),
    text('reason', 200, maybe),
    big('changedAt'),
    whole('version'),
  ],
  indices: [index('standings', 'streamId', 'version'), index('standings', 'userId')],
};

const outbox: TableOptions = {
  name: 'outbox',
  columns: [
    whole('id', { ...key, isGenerated: true, generationStrategy: 'increment' }),
    text('streamId', 64),
    json('event'),
    big('createdAt'),
    big('forwardedAt', maybe),
    whole('epoch', maybe),
    big('offset', maybe),
  ],
  indices: [index('outbox', 'forwardedAt', 'id')],
};

const outboxLock: TableOptions = {
  name: 'outbox_lock',
  columns: [whole('id', key), text('holder', 64, maybe)],
};

const audit: TableOptions = {
  name: 'audit',
  columns: [
    whole('id', key),
    big('at'),
    text('actorId', 100),
    text('action', 64),
    text('target', 200),
    text('streamId', 64, maybe),
    text('beforeHash', 64, maybe),
    text('afterHash', 64, maybe),
    text('ip', 64, maybe),
    text('requestId', 100, maybe),
    text('reason', 200, maybe),
    text('previousHash', 64),
    text('hash', 64),
  ],
  indices: [index('audit', 'streamId', 'id'), index('audit', 'actorId', 'id')],
};

const auditHead: TableOptions = {
  name: 'audit_head',
  columns: [whole('id', key), whole('lastId'), text('hash', 64)],
};

const tables = [
  users,
  families,
  streams,
  moderators,
  standings,
  outbox,
  outboxLock,
  audit,
  auditHead,
];

/**
 * All tables of the first version, and the rows of the two tables that hold exactly one. MySQL
 * keeps each table as it is made: what a run that was broken off left is taken as it stands.
 */
export class CreateAccounts1763942400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(new Table(table), true);
    await onlyRow(runner, 'outbox_lock', '(1, NULL)');
    await onlyRow(runner, 'audit_head', "(1, 0, '')");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables.toReversed()) await runner.dropTable(name);
  }
}

async function onlyRow(runner: QueryRunner, table: string, values: string): Promise<void> {
  const rows = (await runner.query(`SELECT id FROM ${table}`)) as readonly unknown[];
  if (rows.length === 0) await runner.query(`INSERT INTO ${table} VALUES ${values}`);
}

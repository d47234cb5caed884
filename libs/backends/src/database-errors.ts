import { AppError } from '@livechat/contracts';
import type { ErrorCode } from '@livechat/contracts';
import { QueryFailedError } from 'typeorm';

/** The server ended the unit of work for another's sake, or it waited for a lock in vain. */
const contention = /^ER_(LOCK_DEADLOCK|LOCK_WAIT_TIMEOUT|CHECKREAD)$/;
/** The connection is gone, or was never made. */
const lost =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|PROTOCOL_\w+|ER_(SERVER_SHUTDOWN|NORMAL_SHUTDOWN|CONNECTION_KILLED|NEW_ABORTING_CONNECTION|CLIENT_INTERACTION_TIMEOUT))$/;

const codes: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)|ER_DUP_ENTRY)$/, 'conflict'],
  [/^ER_DATA_TOO_LONG$/, 'too_large'],
  [/^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL)/, 'unavailable'],
  [lost, 'unavailable'],
  [contention, 'unavailable'],
  [
    /^ER_(CON_COUNT_ERROR|TOO_MANY_USER_CONNECTIONS|OUT_OF_RESOURCES|STATEMENT_TIMEOUT|QUERY_TIMEOUT|QUERY_INTERRUPTED|DISK_FULL|RECORD_FILE_FULL|OPTION_PREVENTS_STATEMENT|READ_ONLY_MODE)$/,
    'unavailable',
  ],
];
const closed =
  /connection is not open|Driver not Connected|DataSource is not initialized|in closed state|Pool is closed|connection is closed/i;

/**
 * The one place where a driver's error becomes one of ours: a duplicate key `conflict`, a text the
 * column cannot hold `too_large`, a database that is away, locked, full or closed `unavailable`.
 * Anything else stays as it is.
 */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = appCode(driverError(error));
  if (code === undefined) return error;
  const details = code === 'unavailable' ? { retryAfterMs: 1_000 } : {};
  return new AppError(code, details, { cause: error });
}

/** Nothing is wrong with the unit of work: it may succeed when it is run again. */
export const isContention = (error: unknown): boolean => contention.test(codeOf(error));

/** The connection broke: whether the server carried out what was asked is not known. */
export const isLostConnection = (error: unknown): boolean =>
  lost.test(codeOf(error)) || (error instanceof Error && closed.test(driverError(error).message));

/** The code a driver gave an error; empty if none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = driverError(error) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

const driverError = (error: Error): Error =>
  error instanceof QueryFailedError ? (error.driverError as Error) : error;

function appCode(error: Error): ErrorCode | undefined {
  const driverCode = codeOf(error);
  const found = codes.find(([pattern]) => pattern.test(driverCode))?.[1];
  return found ?? (closed.test(error.message) ? 'unavailable' : undefined);
}

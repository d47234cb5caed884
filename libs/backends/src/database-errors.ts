import { AppError } from '@livechat/contracts';
import type { ErrorCode } from '@livechat/contracts';
import { QueryFailedError } from 'typeorm';

const codes: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)|ER_DUP_ENTRY)$/, 'conflict'],
  [/^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL)/, 'unavailable'],
  [/^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|PROTOCOL_CONNECTION_LOST)$/, 'unavailable'],
  [/^ER_(CON_COUNT_ERROR|SERVER_SHUTDOWN|LOCK_DEADLOCK|LOCK_WAIT_TIMEOUT)$/, 'unavailable'],
];
const closed = /connection is not open|Driver not Connected|DataSource is not initialized/i;

/**
 * The one place where a driver's error becomes one of ours: a duplicate key `conflict`, a
 * database that is away, locked, full or closed `unavailable`. Anything else stays as it is.
 */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const cause: Error = error instanceof QueryFailedError ? (error.driverError as Error) : error;
  const code = appCode(cause);
  if (code === undefined) return error;
  const details = code === 'unavailable' ? { retryAfterMs: 1_000 } : {};
  return new AppError(code, details, { cause: error });
}

function appCode(error: Error & { readonly code?: unknown }): ErrorCode | undefined {
  const driverCode = typeof error.code === 'string' ? error.code : '';
  const found = codes.find(([pattern]) => pattern.test(driverCode))?.[1];
  return found ?? (closed.test(error.message) ? 'unavailable' : undefined);
}

import { AppError } from '@livechat/contracts';

const outages = [
  'SQLITE_FULL',
  'SQLITE_BUSY',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
];

const closed = 'database connection is not open';

/**
 * A full, busy, unreadable or closed file is an outage, which is waited out; anything else stays
 * what it is.
 */
export function asOutage(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const isClosed = typeof message === 'string' && message.includes(closed);
  const isAway = typeof code === 'string' && outages.some((outage) => code.startsWith(outage));
  const isOutage = isClosed || isAway;
  return isOutage ? new AppError('unavailable', {}, { cause: error }) : error;
}

/** A synchronous call of an embedded store as the promise that its port speaks of. */
export async function answered<T>(work: () => T): Promise<T> {
  try {
    return await Promise.resolve(work());
  } catch (error) {
    throw asOutage(error);
  }
}

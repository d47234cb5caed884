import { AppError } from '@livechat/contracts';

const outages = [
  'SQLITE_FULL',
  'SQLITE_BUSY',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
];

/** A full, busy or unreadable disk is an outage, which is waited out; anything else stays what it is. */
export function asOutage(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  const isOutage = typeof code === 'string' && outages.some((outage) => code.startsWith(outage));
  return isOutage ? new AppError('unavailable', {}, { cause: error }) : error;
}

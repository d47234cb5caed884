import { AppError } from '@livechat/contracts';

/**
 * Why a command failed. `away`: no answer; `full`: no memory for the write; `refusing`: the server
 * cannot serve just now, or not this user; `fault`: ours, in a script or in what a key holds.
 */
export type RedisTrouble = 'away' | 'full' | 'refusing' | 'fault';

const refusals =
  /^(LOADING|BUSY|READONLY|MASTERDOWN|MISCONF|NOREPLICAS|TRYAGAIN|CLUSTERDOWN|MOVED|ASK|NOAUTH|WRONGPASS|NOPERM|DENIED)\b|^ERR max number of clients/;
/** Servers before 7 put a command's refusal inside a script behind words of their own. */
const outOfMemory = /^OOM\b|-OOM\b/;

/** What a failed command says of the server; only an answer of the server can tell of a fault. */
export function redisTrouble(error: unknown): RedisTrouble {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return 'away';
  if (outOfMemory.test(error.message)) return 'full';
  return refusals.test(error.message) ? 'refusing' : 'fault';
}

const details = {
  away: 'Redis is away',
  full: 'Redis is full',
  refusing: 'Redis refuses commands',
} as const;

/** `internal` for a fault of ours, which no waiting mends; otherwise `unavailable`. */
export function redisError(trouble: RedisTrouble, cause: unknown): AppError {
  if (trouble === 'fault') return new AppError('internal', {}, { cause });
  return new AppError('unavailable', { detail: details[trouble] }, { cause });
}

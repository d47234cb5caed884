import type { Rules, You } from '@livechat/contracts';

/** Why one may not write right now; `until` (ms) where that ends by itself. */
export interface WritingBar {
  readonly why:
    'ended' | 'signedOut' | 'banned' | 'timedOut' | 'slowMode' | 'guests' | 'lockdown' | 'closed';
  readonly until?: number;
}

export interface WriterState {
  readonly isSignedIn: boolean;
  readonly hasEnded: boolean;
  /** Nobody may write here, for a reason of the stream's. */
  readonly isClosed: boolean;
  readonly you: You | undefined;
  readonly rules: Rules | undefined;
  readonly isBanned: boolean;
  readonly timedOutUntil: number | undefined;
  readonly slowUntil: number | undefined;
}

export const moderates = (you: You | undefined): boolean =>
  you?.role === 'moderator' || you?.role === 'broadcaster';

/** What stands between me and the chat at a time, the longest lasting first; undefined: nothing. */
export function writingBar(state: WriterState, now: number): WritingBar | undefined {
  const { you } = state;
  if (state.hasEnded) return { why: 'ended' };
  if (!state.isSignedIn) return { why: 'signedOut' };
  if (!you || you.role === 'anonymous') return undefined;
  if (state.isBanned) return { why: 'banned' };
  if (isAhead(state.timedOutUntil, now)) return { why: 'timedOut', until: state.timedOutUntil };
  if (state.isClosed) return { why: 'closed' };
  return moderates(you) ? undefined : ruleBar(state, you, now);
}

/** What the stream's rules ask of those who do not moderate it. */
function ruleBar({ rules, slowUntil }: WriterState, you: You, now: number): WritingBar | undefined {
  if (you.role === 'guest' && rules?.guestsMayChat === false) return { why: 'guests' };
  const lockdownUntil = rules?.lockdownUntil ?? undefined;
  if (isAhead(lockdownUntil, now)) return { why: 'lockdown', until: lockdownUntil };
  return isAhead(slowUntil, now) ? { why: 'slowMode', until: slowUntil } : undefined;
}

/** Whether a join says that one may not write, and nothing that it names explains it. */
export function isClosed({ you, rules }: { you: You; rules: Rules }, now: number): boolean {
  if (you.mayChat || you.role === 'anonymous') return false;
  const isNamed = you.banned === true || you.timedOutUntil !== undefined;
  if (isNamed || moderates(you)) return !isNamed;
  const isRefused = you.role === 'guest' && !rules.guestsMayChat;
  return !isRefused && (rules.lockdownUntil ?? 0) <= now;
}

const isAhead = (until: number | undefined, now: number): until is number =>
  until !== undefined && until > now;

import type { Session } from '@livechat/contracts';

/** A token and when this browser's clock should have it renewed. */
export interface AccessToken {
  readonly text: string;
  /** `performance.now()` at which less than 30 s are left. */
  readonly staleAt: number;
  readonly deadAt: number;
}

const marginMs = 30_000;

/**
 * Judged by how long the token lives from now on, not by its time of day: clocks of browsers may be
 * wrong by hours.
 */
export function accessToken(
  { accessToken: text, expiresAt }: Session,
  now = performance.now(),
  wallClock = Date.now(),
): AccessToken {
  const lifeMs = lifeOf(text) ?? expiresAt - wallClock;
  const deadAt = now + Math.max(0, lifeMs);
  return { text, deadAt, staleAt: Math.max(now + lifeMs / 2, deadAt - marginMs) };
}

/** `exp − iat` of a JWT in ms, or undefined where it does not say. */
function lifeOf(jwt: string): number | undefined {
  try {
    const payload = jwt.split('.')[1] ?? '';
    const base64 = payload.replaceAll('-', '+').replaceAll('_', '/');
    const { exp, iat } = JSON.parse(atob(base64)) as { exp?: number; iat?: number };
    return exp && iat ? (exp - iat) * 1_000 : undefined;
  } catch {
    // Not a JWT that we can read: the answer's own time must do.
    return undefined;
  }
}

import { AppError, type TokenClaims } from '@livechat/contracts';
import { moderates, roleIn, type StreamState } from './access.ts';

/** Who may act on whom: only on those of a lower rank. */
const rank = { anonymous: 0, guest: 0, member: 0, moderator: 1, broadcaster: 2 } as const;

export function mustModerate(state: StreamState, user: TokenClaims): void {
  if (!moderates(roleIn(state, user))) throw new AppError('forbidden');
}

/** Moderators act on chatters, the broadcaster on moderators too, nobody on the broadcaster or himself. */
export function mustOutrank(state: StreamState, user: TokenClaims, other: string): void {
  const otherRole =
    other === state.ownerId ? 'broadcaster' : state.moderators.has(other) ? 'moderator' : 'member';
  mustModerate(state, user);
  if (rank[roleIn(state, user)] <= rank[otherRole]) throw new AppError('forbidden');
}

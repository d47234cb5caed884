import { appendAudit, Database, UserRow } from '@livechat/backends';
import { AppError } from '@livechat/contracts';
import type { Session, TokenClaims } from '@livechat/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { IsNull } from 'typeorm';
import type { Caller } from './caller.ts';
import { Families, revokeFamilies } from './families.ts';
import type { Renewal } from './families.ts';
import { Limits } from './limits.ts';
import type { RefreshToken } from './refresh-tokens.ts';
import { Revocations } from './revocations.ts';
import { signedInUser, userOf } from './signed-in.ts';
import { AccessTokens } from './tokens.ts';

/** A session as its client gets it: the body of the answer, and the token for the cookie. */
export interface OpenedSession {
  readonly session: Session;
  readonly token: RefreshToken;
}

/** Sessions: begun, renewed, ended here, ended everywhere. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly families: Families,
    private readonly tokens: AccessTokens,
    private readonly revocations: Revocations,
    private readonly limits: Limits,
  ) {}

  /** Begins a session of a user, in the transaction that lets him in. */
  begin(manager: EntityManager, userId: string): Promise<RefreshToken> {
    return this.families.begin(manager, userId);
  }

  /** The session whose newest refresh token this is, with an access token for its user. */
  async opened(user: UserRow, token: RefreshToken): Promise<OpenedSession> {
    const shown = userOf(user);
    const issued = await this.tokens.issue(shown, token.familyId);
    return { session: { ...issued, user: shown }, token };
  }

  /**
   * Rotates a refresh token. Throws `unauthenticated` for one that is unknown, ended or used
   * before; a used one ends its family, since someone else must hold it too.
   */
  async refresh(token: RefreshToken | undefined, caller: Caller): Promise<OpenedSession> {
    if (!token) throw signInAgain();
    await this.limits.take('refreshes', caller, token.familyId);
    const { renewal, user, ended } = await this.database.run(async (manager) => {
      const renewal = await this.families.renew(manager, token);
      return { renewal, ...(await this.settle(manager, renewal, caller)) };
    });
    await this.revocations.tell(ended);
    if (renewal.outcome !== 'renewed' || !user) throw signInAgain();
    return this.opened(user, renewal.token);
  }

  /** Ends the session of a refresh token, if it is of one. */
  async end(token: RefreshToken | undefined, caller: Caller): Promise<void> {
    if (!token) return;
    const ended = await this.database.run(async (manager) => {
      const family = await this.families.of(manager, token);
      if (!family) return [];
      await audit(manager, family.userId, 'session.ended', family.id, caller);
      return revokeFamilies(manager, { id: family.id });
    });
    await this.revocations.tell(ended);
  }

  /** Ends every session of a user. */
  async endAll(claims: TokenClaims, caller: Caller): Promise<void> {
    const ended = await this.database.run(async (manager) => {
      const user = await signedInUser(manager, claims);
      await audit(manager, user.id, 'session.ended_all', user.id, caller);
      return revokeFamilies(manager, { userId: user.id });
    });
    await this.revocations.tell(ended);
  }

  private async settle(manager: EntityManager, renewal: Renewal, caller: Caller) {
    if (renewal.outcome === 'refused') return { ended: [] };
    const { id, userId } = renewal.family;
    if (renewal.outcome === 'reused') {
      await audit(manager, userId, 'authn_token_reuse', id, caller);
      return { ended: await revokeFamilies(manager, { id }) };
    }
    const user = await manager.findOneBy(UserRow, { id: userId, erasedAt: IsNull() });
    return { user, ended: [] };
  }
}

const signInAgain = () => new AppError('unauthenticated', { detail: 'The session has ended' });

const audit = (
  manager: EntityManager,
  actorId: string,
  action: string,
  target: string,
  caller: Caller,
) => appendAudit(manager, { actorId, action, target, ...caller });

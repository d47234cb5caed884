import { randomUUID } from 'node:crypto';
import { appendAudit, Database, UserRow } from '@livechat/backends';
import { AppError } from '@livechat/contracts';
import type { Credentials } from '@livechat/contracts';
import { Logger } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { assertNameFree, emailKey } from './accounts.ts';
import type { Caller } from './caller.ts';
import { Limits } from './limits.ts';
import { displayNameOf } from './names.ts';
import { Passwords } from './passwords.ts';
import { Sessions } from './sessions.ts';
import type { OpenedSession } from './sessions.ts';

/** The two ways to begin a session. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly limits: Limits,
    private readonly logger: Logger,
  ) {}

  /**
   * Signs a member in. Unknown address and wrong password are told apart neither by the answer
   * (`unauthenticated`) nor by its time.
   */
  async member({ email, password }: Credentials, caller: Caller): Promise<OpenedSession> {
    const key = emailKey(email);
    await this.limits.take('signIns', caller, `${caller.ip} ${key}`);
    const user = await this.database.run((m) => m.findOneBy(UserRow, { emailKey: key }));
    const { matches, needsRehash } = await this.passwords.check(password, user?.passwordHash);
    if (!user || !matches) throw this.refusal(user, caller);
    const newHash = needsRehash ? await this.passwords.hash(password) : user.passwordHash;
    return this.begin(user, newHash, caller);
  }

  /** Lets a guest in under a name that no member has. */
  async guest(given: string, caller: Caller): Promise<OpenedSession> {
    await this.limits.take('guests', caller, caller.ip);
    const displayName = displayNameOf(given);
    const id = randomUUID();
    const { user, token } = await this.database.run(async (manager) => {
      await assertNameFree(manager, displayName);
      const row = { ...blank, id, kind: 'guest' as const, displayName, createdAt: Date.now() };
      await manager.insert(UserRow, row);
      return { user: row, token: await this.sessions.begin(manager, id) };
    });
    return this.sessions.opened(user, token);
  }

  /** A password changed since it was checked opens nothing. */
  private async begin(user: UserRow, newHash: string | null, caller: Caller) {
    const { id, passwordHash } = user;
    const token = await this.database.run(async (manager) => {
      const unchanged = { id, passwordHash: passwordHash ?? '' };
      const { affected } = await manager.update(UserRow, unchanged, { passwordHash: newHash });
      if (affected !== 1) throw wrong();
      const started = await this.sessions.begin(manager, id);
      const target = started.familyId;
      await appendAudit(manager, { actorId: id, action: 'authn_login_success', target, ...caller });
      return started;
    });
    return this.sessions.opened(user, token);
  }

  /** Failures go to the log, not to the audit chain, which anyone could fill with them. */
  private refusal(user: UserRow | null, { ip, requestId }: Caller): AppError {
    this.logger.warn(
      { event: 'authn_login_fail', userId: user?.id, ip, requestId },
      'Sign-in failed',
    );
    return wrong();
  }
}

const blank = {
  email: null,
  emailKey: null,
  passwordHash: null,
  nameFold: null,
  nameSkeleton: null,
  erasedAt: null,
};

const wrong = () =>
  new AppError('unauthenticated', { detail: 'The e-mail address or the password is wrong' });

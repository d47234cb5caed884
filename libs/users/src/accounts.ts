import { randomUUID } from 'node:crypto';
import { appendAudit, Database, UserRow } from '@livechat/backends';
import { AppError } from '@livechat/contracts';
import type { Me, ProfileChange, Registration, TokenClaims, User } from '@livechat/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Not } from 'typeorm';
import type { Caller } from './caller.ts';
import { isCommonPassword } from './common-passwords.ts';
import { revokeFamilies } from './families.ts';
import { Limits } from './limits.ts';
import { displayNameOf, nameKeys } from './names.ts';
import { Passwords } from './passwords.ts';
import { Revocations } from './revocations.ts';
import { lockSignedInUser, signedInUser, userOf } from './signed-in.ts';

/** Members' accounts: made, shown, changed. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly limits: Limits,
    private readonly revocations: Revocations,
  ) {}

  /** Makes a member; `conflict` if address or name are taken, without saying which. */
  async register(given: Registration, caller: Caller): Promise<User> {
    await this.limits.take('registrations', caller, caller.ip);
    const displayName = displayNameOf(given.displayName);
    assertUncommon(given.password, 'password', [displayName, given.email]);
    const user: UserRow = {
      id: randomUUID(),
      kind: 'member',
      email: given.email,
      emailKey: emailKey(given.email),
      passwordHash: await this.passwords.hash(given.password),
      displayName,
      ...memberKeys(displayName),
      createdAt: Date.now(),
      erasedAt: null,
    };
    await this.database.run(async (manager) => {
      await assertNameFree(manager, displayName);
      await manager.insert(UserRow, user);
      await audit({ manager, user, caller }, 'user.registered');
    });
    return userOf(user);
  }

  async me(claims: TokenClaims): Promise<Me> {
    return meOf(await this.database.run((manager) => signedInUser(manager, claims)));
  }

  /** Changes name, password or both. A new password ends every other session of the user. */
  async change(claims: TokenClaims, change: ProfileChange, caller: Caller): Promise<Me> {
    const password = await this.newPassword(claims, change);
    const { user, ended } = await this.database.run(async (manager) => {
      const user = await lockSignedInUser(manager, claims);
      const act = { manager, user, caller };
      if (change.displayName !== undefined) await rename(act, change.displayName);
      if (password) await renewPassword(act, password);
      await manager.save(UserRow, user);
      const others = { userId: user.id, id: Not(claims.sid) };
      return { user, ended: password ? await revokeFamilies(manager, others) : [] };
    });
    await this.revocations.tell(ended);
    return meOf(user);
  }

  /** Checks the current password and hashes the new one, outside of any transaction. */
  private async newPassword(claims: TokenClaims, change: ProfileChange) {
    const { currentPassword, newPassword } = change;
    if (newPassword === undefined) return undefined;
    const user = await this.database.run((manager) => signedInUser(manager, claims));
    if (user.kind === 'guest')
      throw new AppError('forbidden', { detail: 'Guests have no password' });
    const { matches } = await this.passwords.check(currentPassword ?? '', user.passwordHash);
    if (!matches) throw invalid('currentPassword', 'is not the current password');
    assertUncommon(newPassword, 'newPassword', [user.displayName, user.email ?? '']);
    return { checked: user.passwordHash, hash: await this.passwords.hash(newPassword) };
  }
}

/** An e-mail address as it is compared. */
export const emailKey = (email: string): string => email.trim().normalize('NFC').toLowerCase();

/** Throws `conflict` if a member (other than `except`) has this name or one that looks like it. */
export async function assertNameFree(
  manager: EntityManager,
  displayName: string,
  except = '',
): Promise<void> {
  const { fold, skeleton } = nameKeys(displayName);
  const id = Not(except);
  const taken = await manager.existsBy(UserRow, [
    { id, nameFold: fold },
    { id, nameSkeleton: skeleton },
  ]);
  if (taken) throw new AppError('conflict');
}

const memberKeys = (displayName: string) => {
  const { fold, skeleton } = nameKeys(displayName);
  return { nameFold: fold, nameSkeleton: skeleton };
};

interface Act {
  readonly manager: EntityManager;
  readonly user: UserRow;
  readonly caller: Caller;
}

async function rename(act: Act, given: string): Promise<void> {
  const { manager, user } = act;
  const displayName = displayNameOf(given);
  if (displayName === user.displayName) return;
  await assertNameFree(manager, displayName, user.id);
  const [before, after] = [user.displayName, displayName];
  Object.assign(user, { displayName }, user.kind === 'member' ? memberKeys(displayName) : {});
  await audit(act, 'user.renamed', { before, after });
}

/** `checked`: the hash that the current password was checked against; another one by now is a conflict. */
async function renewPassword(
  act: Act,
  { checked, hash }: { readonly checked: string | null; readonly hash: string },
): Promise<void> {
  if (act.user.passwordHash !== checked) throw new AppError('conflict');
  act.user.passwordHash = hash;
  await audit(act, 'authn_password_change');
}

const audit = ({ manager, user, caller }: Act, action: string, content = {}) =>
  appendAudit(manager, { actorId: user.id, action, target: user.id, ...content, ...caller });

const meOf = (user: UserRow): Me => ({
  ...userOf(user),
  ...(user.email === null ? {} : { email: user.email }),
});

function assertUncommon(password: string, path: string, own: readonly string[]): void {
  if (isCommonPassword(password, own)) throw invalid(path, 'is too easy to guess');
}

const invalid = (path: string, message: string) =>
  new AppError('invalid', { issues: [{ path, message }] });

import { RefreshFamilyRow } from '@livechat/backends';
import { TokenKeys } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { In, IsNull, LessThan, MoreThan } from 'typeorm';
import { firstToken, RefreshChain, tokenHash } from './refresh-tokens.ts';
import type { RefreshToken } from './refresh-tokens.ts';

const second = 1_000;
const day = 86_400 * second;
/** A session ends this long after its last renewal. */
export const idleMs = 14 * day;
/** A session ends this long after it began, whatever happens. */
export const absoluteMs = 30 * day;
/** So long the token used last is answered with the same successor: its answer may have been lost. */
const graceMs = 10 * second;

/** What became of a presented refresh token. */
export type Renewal =
  | { readonly outcome: 'renewed'; readonly family: RefreshFamilyRow; readonly token: RefreshToken }
  /** It had been used before: someone else holds the family too. */
  | { readonly outcome: 'reused'; readonly family: RefreshFamilyRow }
  | { readonly outcome: 'refused' };

const refused = { outcome: 'refused' } as const;

/** Refresh families: one per device, one unused token each, every method inside a unit of work. */
@Injectable()
export class Families {
  private readonly chain: RefreshChain;

  constructor(keys: TokenKeys) {
    this.chain = new RefreshChain(keys.derived('refresh rotation'));
  }

  /** Begins a session; its id is the token's family. */
  async begin(manager: EntityManager, userId: string): Promise<RefreshToken> {
    const token = firstToken();
    const now = Date.now();
    await manager.insert(RefreshFamilyRow, {
      id: token.familyId,
      userId,
      tokenHash: tokenHash(token),
      previousHash: null,
      rotations: 0,
      createdAt: now,
      renewedAt: now,
      expiresAt: now + absoluteMs,
      revokedAt: null,
    });
    return token;
  }

  /** Rotates by one conditional update: of any number of calls with one token, one makes the successor. */
  async renew(manager: EntityManager, token: RefreshToken): Promise<Renewal> {
    const now = Date.now();
    const next = this.chain.successor(token);
    const unused = { ...usable(token.familyId, now), tokenHash: tokenHash(token) };
    const { affected } = await manager.update(RefreshFamilyRow, unused, {
      tokenHash: tokenHash(next),
      previousHash: tokenHash(token),
      renewedAt: now,
      rotations: () => 'rotations + 1',
    });
    const family = await manager.findOneBy(RefreshFamilyRow, usable(token.familyId, now));
    if (!family) return refused;
    if (affected === 1 || isRepeated(family, token, now)) {
      return { outcome: 'renewed', family, token: next };
    }
    return this.belongs(family, token) ? { outcome: 'reused', family } : refused;
  }

  /** The usable family that a token is of, whether the token is its newest or an older one. */
  async of(manager: EntityManager, token: RefreshToken): Promise<RefreshFamilyRow | undefined> {
    const family = await manager.findOneBy(RefreshFamilyRow, usable(token.familyId, Date.now()));
    return family && this.belongs(family, token) ? family : undefined;
  }

  private belongs(family: RefreshFamilyRow, token: RefreshToken): boolean {
    const { tokenHash: newest, rotations } = family;
    return newest === tokenHash(token) || this.chain.leadsTo(token, newest, rotations);
  }
}

/** Ends the families that fit and are not ended yet; answers their ids, to be told to all replicas. */
export async function revokeFamilies(
  manager: EntityManager,
  where: FindOptionsWhere<RefreshFamilyRow>,
): Promise<readonly string[]> {
  const live = await manager.findBy(RefreshFamilyRow, { ...where, revokedAt: IsNull() });
  const ids = live.map(({ id }) => id);
  if (ids.length > 0) {
    await manager.update(RefreshFamilyRow, { id: In(ids) }, { revokedAt: Date.now() });
  }
  return ids;
}

/** Deletes up to `most` families that ended a day ago or longer; answers how many there were. */
export async function pruneFamilies(manager: EntityManager, most: number): Promise<number> {
  const now = Date.now();
  const over = await manager.find(RefreshFamilyRow, {
    select: { id: true },
    where: [
      { renewedAt: LessThan(now - idleMs - day) },
      { expiresAt: LessThan(now - day) },
      { revokedAt: LessThan(now - day) },
    ],
    take: most,
  });
  if (over.length > 0)
    await manager.delete(
      RefreshFamilyRow,
      over.map(({ id }) => id),
    );
  return over.length;
}

const usable = (id: string, now: number) => ({
  id,
  revokedAt: IsNull(),
  renewedAt: MoreThan(now - idleMs),
  expiresAt: MoreThan(now),
});

/** The answer to the last renewal may have been lost: its successor is unused, and little time has passed. */
const isRepeated = (family: RefreshFamilyRow, token: RefreshToken, now: number): boolean =>
  family.previousHash === tokenHash(token) && now - family.renewedAt <= graceMs;

import { randomUUID } from 'node:crypto';
import type { User } from '@livechat/contracts';
import { needed, tokenAudience, TokenKeys, tokenIssuer } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';

/** An access token and when it ends, ms since 1970. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresAt: number;
}

const lifeSeconds = 5 * 60;

/** Issues access tokens: JWT, ES256, five minutes, type `at+jwt`. */
@Injectable()
export class AccessTokens {
  constructor(private readonly keys: TokenKeys) {}

  /** A token for a user in the session (refresh family) `sid`. */
  async issue(user: User, sid: string): Promise<IssuedToken> {
    const { kid, key } = needed(this.keys.signing, 'JWT_PRIVATE_KEY');
    const now = Math.floor(Date.now() / 1_000);
    const expires = now + lifeSeconds;
    const accessToken = await new SignJWT({ name: user.displayName, kind: user.kind, sid })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .setSubject(user.id)
      .setAudience(tokenAudience)
      .setIssuer(tokenIssuer)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(expires)
      .sign(key);
    return { accessToken, expiresAt: expires * 1_000 };
  }
}

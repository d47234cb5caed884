import { AppError, tokenClaims, type TokenClaims } from '@livechat/contracts';
import { errors, jwtVerify, type JWTHeaderParameters } from 'jose';
import type { TokenKeys } from './token-keys.ts';

export const tokenAudience = 'live-chat';
export const tokenIssuer = 'live-chat';
const longestToken = 4_096;
const skewSeconds = 60;

/**
 * Checks access tokens: ES256 only, type `at+jwt`, audience `live-chat`, one of our own keys by
 * id. Keys and addresses in a token's header are ignored; clocks may differ by 60 s.
 */
export class TokenVerifier {
  constructor(private readonly keys: TokenKeys) {}

  /** The claims of a valid token; throws `token_expired`, or `unauthenticated` for anything else. */
  async verify(token: string): Promise<TokenClaims> {
    if (token.length > longestToken) throw refused();
    try {
      const { payload } = await jwtVerify(token, (header) => this.keyFor(header), {
        algorithms: ['ES256'],
        typ: 'at+jwt',
        audience: tokenAudience,
        requiredClaims: ['exp'],
        clockTolerance: skewSeconds,
      });
      if (payload.iss !== undefined && payload.iss !== tokenIssuer) throw refused();
      return tokenClaims.parse(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new AppError('token_expired');
      throw refused();
    }
  }

  private keyFor({ kid }: JWTHeaderParameters) {
    const key = kid === undefined ? undefined : this.keys.publicKey(kid);
    if (!key) throw refused();
    return key;
  }
}

const refused = () => new AppError('unauthenticated', { detail: 'The access token is not valid' });

import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';

/** A refresh token taken apart: whose family it says it is of, and its secret. */
export interface RefreshToken {
  readonly familyId: string;
  /** 256 bits, base64url. */
  readonly secret: string;
}

/** How far back a token is recognised as one of its family: 30 days of renewals every 5 minutes, and some. */
const longestChain = 10_000;

const pattern = /^([0-9a-f-]{36})\.([\w-]{43})$/;

/** The token a cookie holds, if it has the shape of one. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, familyId, secret] = pattern.exec(text) ?? [];
  return familyId === undefined || secret === undefined ? undefined : { familyId, secret };
}

export const refreshTokenText = ({ familyId, secret }: RefreshToken): string =>
  `${familyId}.${secret}`;

/** A family's first token. */
export const firstToken = (): RefreshToken => ({
  familyId: randomUUID(),
  secret: randomBytes(32).toString('base64url'),
});

/** What is stored of a token. */
export const tokenHash = ({ secret }: RefreshToken): string =>
  createHash('sha256').update(secret).digest('hex');

/**
 * The chain of a family's tokens: each is the HMAC of the one before under a key of the server.
 * So the successor can be given again while only hashes are stored, nobody without the key can
 * tell it, and a token from anywhere back in the chain is recognised though none is kept.
 */
export class RefreshChain {
  private readonly key: Buffer;

  constructor(key: Buffer) {
    this.key = key;
  }

  successor({ familyId, secret }: RefreshToken): RefreshToken {
    return { familyId, secret: this.next(secret) };
  }

  /** Whether the token leads to the one with this hash within so many rotations (2 µs each). */
  leadsTo(token: RefreshToken, hash: string, rotations: number): boolean {
    let { secret } = token;
    for (let step = 0; step < Math.min(rotations, longestChain); step += 1) {
      secret = this.next(secret);
      if (tokenHash({ ...token, secret }) === hash) return true;
    }
    return false;
  }

  private next(secret: string): string {
    return createHmac('sha256', this.key).update(secret).digest('base64url');
  }
}

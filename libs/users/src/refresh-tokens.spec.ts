import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  firstToken,
  parseRefreshToken,
  RefreshChain,
  refreshTokenText,
  tokenHash,
} from './refresh-tokens.ts';

const chain = new RefreshChain(randomBytes(32));

describe('a refresh token', () => {
  it('has 256 random bits and survives its text form', () => {
    const token = firstToken();
    expect(Buffer.from(token.secret, 'base64url')).toHaveLength(32);
    expect(parseRefreshToken(refreshTokenText(token))).toEqual(token);
    expect(firstToken().secret).not.toBe(token.secret);
  });

  it.each(['', 'x', `${firstToken().familyId}.short`, `.${firstToken().secret}`, 'a.b.c'])(
    'is not read from %j',
    (text) => {
      expect(parseRefreshToken(text)).toBeUndefined();
    },
  );
});

describe('the chain of a family', () => {
  it('gives the same successor again, and another under another key', () => {
    const token = firstToken();
    expect(chain.successor(token)).toEqual(chain.successor(token));
    expect(chain.successor(token).familyId).toBe(token.familyId);
    const other = new RefreshChain(randomBytes(32));
    expect(other.successor(token)).not.toEqual(chain.successor(token));
  });

  it('recognises a token from anywhere back in it, and no other', () => {
    const first = firstToken();
    let newest = first;
    for (let i = 0; i < 20; i += 1) newest = chain.successor(newest);
    expect(chain.leadsTo(first, tokenHash(newest), 20)).toBe(true);
    expect(chain.leadsTo(first, tokenHash(newest), 19)).toBe(false);
    const guess = { ...first, secret: firstToken().secret };
    expect(chain.leadsTo(guess, tokenHash(newest), 20)).toBe(false);
    expect(chain.leadsTo(chain.successor(newest), tokenHash(newest), 20)).toBe(false);
  });

  it('is searched no further than a session can be old', () => {
    const begin = performance.now();
    expect(chain.leadsTo(firstToken(), 'no hash', 10 ** 9)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(8_000);
  });
});

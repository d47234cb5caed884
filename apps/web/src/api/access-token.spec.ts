// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { sessionOf, tokenText } from '../stores/session.fixture.ts';
import { accessToken } from './access-token.ts';

describe('life of an access token', () => {
  it('is what the token says, not what the clock of the browser makes of it', () => {
    const token = accessToken(sessionOf('ann'), 50_000, 999_999_999);
    expect(token.deadAt).toBe(50_000 + 300_000);
    expect(token.staleAt).toBe(50_000 + 270_000);
  });

  it('is renewed no earlier than half-way where it is short', () => {
    const session = { ...sessionOf('ann'), accessToken: tokenText('ann', 20) };
    expect(accessToken(session, 0).staleAt).toBe(10_000);
  });

  it('is taken from the answer where the token cannot be read', () => {
    const session = { ...sessionOf('ann'), accessToken: 'opaque', expiresAt: 160_000 };
    expect(accessToken(session, 0, 60_000)).toMatchObject({ deadAt: 100_000, staleAt: 70_000 });
  });
});

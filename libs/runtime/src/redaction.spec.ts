import { describe, expect, it } from 'vitest';
import { redacted, redactedText } from './redaction.ts';

const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl';

describe('redaction', () => {
  it.each([
    [`token was ${jwt} indeed`, 'token was [redacted] indeed'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['key sk-abcdefgh1234', 'key [redacted]'],
    ['mysql://root:hunter2@db:3306/x', 'mysql://root:[redacted]@db:3306/x'],
    ['GET /x?a=1&token=abc&b=2', 'GET /x?a=1&token=[redacted]&b=2'],
    ['-----BEGIN PRIVATE KEY-----\nMIG\n-----END PRIVATE KEY-----', '[redacted]'],
    ['nothing to hide: stream s1, 3 messages', 'nothing to hide: stream s1, 3 messages'],
  ])('blots secret shapes out of a text: %s', (text, safe) => {
    expect(redactedText(text)).toBe(safe);
  });

  it('hides secret keys and message texts at any depth', () => {
    const fields = {
      streamId: 's1',
      payload: { text: 'hello', newPassword: 'p', author: { displayName: 'Ann' } },
      headers: { authorization: 'x', cookie: 'rt=1', host: 'h' },
      list: [{ refreshToken: 't' }, jwt],
    };
    expect(redacted(fields)).toEqual({
      streamId: 's1',
      payload: {
        text: '[redacted]',
        newPassword: '[redacted]',
        author: { displayName: 'Ann' },
      },
      headers: { authorization: '[redacted]', cookie: '[redacted]', host: 'h' },
      list: [{ refreshToken: '[redacted]' }, '[redacted]'],
    });
  });

  it('keeps type, code and cause of an error, without secrets', () => {
    const cause = Object.assign(new Error('denied for mysql://a:b@c'), { code: 'ER_X' });
    const safe = redacted(new TypeError('outer', { cause }));
    expect(safe).toMatchObject({
      type: 'TypeError',
      message: 'outer',
      cause: { type: 'Error', code: 'ER_X', message: 'denied for mysql://a:[redacted]@c' },
    });
  });

  it('ends on circles and names objects of other classes', () => {
    const circle: Record<string, unknown> = { map: new Map() };
    circle['self'] = circle;
    expect(JSON.stringify(redacted(circle))).toContain('[deep]');
    expect(redacted({ map: new Map(), none: null })).toEqual({ map: '[Map]', none: null });
  });
});

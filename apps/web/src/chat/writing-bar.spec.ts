import { defaultRules, type Rules, type You } from '@livechat/contracts';
import { describe, expect, it } from 'vitest';
import { isClosed, writingBar, type WriterState } from './writing-bar.ts';

const now = 1_000_000;
const may: WriterState = {
  isSignedIn: true,
  hasEnded: false,
  isClosed: false,
  you: { role: 'guest', mayChat: true },
  rules: defaultRules,
  isBanned: false,
  timedOutUntil: undefined,
  slowUntil: undefined,
};
const rules = (change: Partial<Rules>): Rules => ({ ...defaultRules, ...change });
const moderator: You = { role: 'moderator', mayChat: true };

describe('why one may not write', () => {
  it.each<[string, Partial<WriterState>, unknown]>([
    ['nothing', {}, undefined],
    ['the end of the stream', { hasEnded: true, isBanned: true }, { why: 'ended' }],
    ['not being signed in', { isSignedIn: false }, { why: 'signedOut' }],
    ['nothing yet, while the join is under way', { you: undefined }, undefined],
    ['a ban', { isBanned: true }, { why: 'banned' }],
    ['a time-out', { timedOutUntil: now + 5_000 }, { why: 'timedOut', until: now + 5_000 }],
    ['no time-out that is over', { timedOutUntil: now }, undefined],
    ['guests being kept out', { rules: rules({ guestsMayChat: false }) }, { why: 'guests' }],
    [
      'a lockdown',
      { rules: rules({ lockdownUntil: now + 1 }) },
      { why: 'lockdown', until: now + 1 },
    ],
    ['slow mode', { slowUntil: now + 9 }, { why: 'slowMode', until: now + 9 }],
    [
      'nothing for a moderator in lockdown',
      { you: moderator, rules: rules({ lockdownUntil: now + 1 }), slowUntil: now + 9 },
      undefined,
    ],
    ['a stream of an imported chat', { isClosed: true }, { why: 'closed' }],
  ])('is %s', (_why, change, expected) => {
    expect(writingBar({ ...may, ...change }, now)).toEqual(expected);
  });

  it.each<[string, You, Partial<Rules>, boolean]>([
    ['a member who may chat', { role: 'member', mayChat: true }, {}, false],
    ['a member who may not, for no named reason', { role: 'member', mayChat: false }, {}, true],
    ['a banned one', { role: 'member', mayChat: false, banned: true }, {}, false],
    ['a guest where none may', { role: 'guest', mayChat: false }, { guestsMayChat: false }, false],
    ['anyone in lockdown', { role: 'member', mayChat: false }, { lockdownUntil: now + 1 }, false],
    ['an anonymous viewer', { role: 'anonymous', mayChat: false }, {}, false],
    ['a broadcaster who may not', { role: 'broadcaster', mayChat: false }, {}, true],
  ])('the stream is closed to all, seen from %s', (_who, you, change, expected) => {
    expect(isClosed({ you, rules: rules(change) }, now)).toBe(expected);
  });
});

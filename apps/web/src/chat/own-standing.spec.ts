import { beforeEach, describe, expect, it } from 'vitest';
import { at, event } from './fake-server.fixture.ts';
import { OwnStanding } from './own-standing.ts';

describe('what the log says of me', () => {
  let standing: OwnStanding;
  beforeEach(
    () =>
      (standing = new OwnStanding(
        () => 'me',
        () => 5_000,
      )),
  );

  const banned = (offset: number, userId = 'me') => event('chatter.banned', offset, { userId });
  const timedOut = (offset: number, seconds: number) =>
    event('chatter.timed_out', offset, { userId: 'me', until: at + offset + seconds * 1_000 });

  it('a ban makes void what stands above it, not what stands below', () => {
    standing.take(banned(10));
    expect(standing.isBanned).toBe(true);
    expect(standing.isVoid(11, at + 11)).toBe(true);
    expect(standing.isVoid(9, at + 9)).toBe(false);
  });

  it('a time-out makes void until it ends', () => {
    standing.take(timedOut(10, 30));
    expect(standing.isVoid(11, at + 20_000)).toBe(true);
    expect(standing.isVoid(11, at + 40_000)).toBe(false);
  });

  it('a time-out lasts as long here as there, whatever the clocks say', () => {
    standing.take(timedOut(10, 30));
    expect(standing.timedOutUntil).toBe(35_000);
  });

  it('a pardon lifts both', () => {
    standing.take(banned(10));
    standing.take(timedOut(11, 30));
    standing.take(event('chatter.pardoned', 12, { userId: 'me' }));
    expect(standing.isVoid(13, at + 13)).toBe(false);
    expect(standing.isBanned).toBe(false);
  });

  it('the end of the stream makes void for all', () => {
    standing.take(event('stream.ended', 10));
    expect(standing.isVoid(11, at + 11)).toBe(true);
  });

  it('a ban of five minutes ago is the business of the door, not of readers', () => {
    standing.take(banned(10));
    expect(standing.isVoid(11, at + 400_000)).toBe(false);
  });

  it("another chatter's ban is none of mine", () => {
    expect(standing.take(banned(10, 'you'))).toBe(false);
    expect(standing.isVoid(11, at + 11)).toBe(false);
  });
});

import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Presence } from './presence.ts';

export interface PresenceUnderTest {
  readonly presence: Presence;
  dispose(): Promise<void>;
}

/** The promises of Presence, run unchanged on every adapter. */
export function presenceContract(name: string, make: () => Promise<PresenceUnderTest>): void {
  describe(`presence: ${name}`, () => {
    let under: PresenceUnderTest | undefined;
    const open = async () => (under = await make()).presence;
    afterEach(async () => {
      await under?.dispose();
      under = undefined;
    });
    const count = async (presence: Presence, streamId: string) =>
      (await presence.counts([streamId])).get(streamId);
    const lease = (streamId: string, viewer: string, id: string = randomUUID()) => ({
      streamId,
      viewer,
      lease: id,
    });

    test('several leases of one viewer count once, until the last is released', async () => {
      const presence = await open();
      const streamId = randomUUID();
      const tabs = [lease(streamId, 'ann'), lease(streamId, 'ann')];
      await presence.hold([...tabs, lease(streamId, 'bob')], 60_000);
      expect(await count(presence, streamId)).toBe(2);
      await presence.release(tabs.slice(0, 1));
      expect(await count(presence, streamId)).toBe(2);
      await presence.release(tabs);
      expect(await count(presence, streamId)).toBe(1);
    });

    test('a lease not renewed in time no longer counts; a renewed one does', async () => {
      const presence = await open();
      const streamId = randomUUID();
      const kept = lease(streamId, 'kept');
      await presence.hold([kept, lease(streamId, 'gone')], 1_500);
      await presence.hold([kept], 60_000);
      expect(await count(presence, streamId)).toBe(2);
      await vi.waitFor(async () => expect(await count(presence, streamId)).toBe(1), 10_000);
    });

    test('a short lease ends no longer one of the same stream', async () => {
      const presence = await open();
      const streamId = randomUUID();
      await presence.hold([lease(streamId, 'long')], 60_000);
      await presence.hold([lease(streamId, 'short')], 1_500);
      expect(await count(presence, streamId)).toBe(2);
      await vi.waitFor(async () => expect(await count(presence, streamId)).not.toBe(2), 10_000);
      expect(await count(presence, streamId)).toBe(1);
    });

    test('counts are 0 for a stream nobody watches, and never negative', async () => {
      const presence = await open();
      const streamId = randomUUID();
      await presence.release([lease(streamId, 'nobody')]);
      expect(await count(presence, streamId)).toBe(0);
    });

    test('one viewer counts in each stream it watches', async () => {
      const presence = await open();
      const [a, b] = [randomUUID(), randomUUID()];
      await presence.hold([lease(a, 'ann'), lease(b, 'ann')], 60_000);
      expect(await presence.counts([a, b])).toEqual(
        new Map([
          [a, 1],
          [b, 1],
        ]),
      );
    });
  });
}

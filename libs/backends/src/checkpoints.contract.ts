import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { Checkpoints } from './checkpoints.ts';

export interface CheckpointsUnderTest {
  readonly checkpoints: Checkpoints;
  dispose(): Promise<void>;
}

/** The promises of Checkpoints, run unchanged on every adapter. */
export function checkpointsContract(name: string, make: () => Promise<CheckpointsUnderTest>): void {
  describe(`checkpoints: ${name}`, () => {
    let under: CheckpointsUnderTest | undefined;
    const open = async () => (under = await make()).checkpoints;
    afterEach(async () => {
      await under?.dispose();
      under = undefined;
    });
    const entry = (key: string, offset: number, state: unknown, epoch = 0) => ({
      key,
      epoch,
      offset,
      state,
    });

    test('the newest state of a key comes back with the offset it covers', async () => {
      const checkpoints = await open();
      const key = randomUUID();
      await checkpoints.save('stage', [entry(key, 5, { n: 1, text: '한국어 😀' })]);
      await checkpoints.save('stage', [entry(key, 9, { n: 2 })]);
      expect(await checkpoints.load('stage', 0, key)).toEqual({
        epoch: 0,
        offset: 9,
        state: { n: 2 },
      });
    });

    test('an older offset never overwrites a newer one', async () => {
      const checkpoints = await open();
      const key = randomUUID();
      await checkpoints.save('stage', [entry(key, 9, 'new')]);
      await checkpoints.save('stage', [entry(key, 5, 'stale')]);
      expect(await checkpoints.load('stage', 0, key)).toMatchObject({ offset: 9, state: 'new' });
    });

    test('stages and keys are apart; an unknown key has none', async () => {
      const checkpoints = await open();
      const key = randomUUID();
      await checkpoints.save('stage', [entry(key, 1, 'a'), entry(`${key}2`, 2, 'b')]);
      expect(await checkpoints.load('other', 0, key)).toBeUndefined();
      expect(await checkpoints.load('stage', 0, `${key}2`)).toMatchObject({ state: 'b' });
    });

    test('a new epoch starts from the newest older state, at offset −1, and never sees a later one', async () => {
      const checkpoints = await open();
      const key = randomUUID();
      await checkpoints.save('stage', [entry(key, 70, 'old', 1)]);
      expect(await checkpoints.load('stage', 3, key)).toEqual({
        epoch: 1,
        offset: -1,
        state: 'old',
      });
      await checkpoints.save('stage', [entry(key, 2, 'new', 3)]);
      expect(await checkpoints.load('stage', 3, key)).toMatchObject({ offset: 2, state: 'new' });
      expect(await checkpoints.load('stage', 1, key)).toMatchObject({ offset: 70, state: 'old' });
    });
  });
}

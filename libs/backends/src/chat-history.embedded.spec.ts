import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEvent } from '@livechat/contracts';
import { expect, test } from 'vitest';
import { chatHistoryContract } from './chat-history.contract.ts';
import { EmbeddedChatHistory } from './chat-history.embedded.ts';

chatHistoryContract('embedded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-history-'));
  const history = new EmbeddedChatHistory(join(folder, 'history.db'));
  return Promise.resolve({
    history,
    dispose: async () => {
      await history.close();
      rmSync(folder, { recursive: true });
    },
  });
});

const message = (offset: number): LogEvent => ({
  type: 'message.posted',
  streamId: 's',
  id: `id-${offset}`,
  offset,
  prev: offset - 1,
  at: offset,
  author: { id: 'ann', displayName: 'Ann', kind: 'member', role: 'member' },
  text: 'a secret',
});
async function filled(count: number): Promise<EmbeddedChatHistory> {
  const history = new EmbeddedChatHistory(':memory:');
  const offsets = Array.from({ length: count }, (_, i) => i);
  const place = { kind: 'event', streamId: 's', epoch: 0, version: 0 } as const;
  await history.write(
    offsets.map((offset) => ({ ...place, key: offset, ordinal: offset, value: message(offset) })),
  );
  return history;
}

test('who reads much, or blanks much, lets others have their turns', async () => {
  const history = await filled(5_000);
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  const range = { streamId: 's', epoch: 0, limit: 500 };
  for (let after = -1; after < 4_999; after += 500)
    await history.page('event', { ...range, after });
  const whileReading = turns;
  await history.erase('ann');
  clearInterval(others);
  expect(whileReading).toBeGreaterThan(3);
  expect(turns - whileReading).toBeGreaterThan(3);
  const found = await history.page('event', { ...range, limit: 5_000 });
  expect(JSON.stringify(found)).not.toContain('secret');
  await history.close();
});

test('the epochs of a long stream are found without walking over its events', async () => {
  const history = await filled(60_000);
  const rows = [3, 7].map((epoch) => ({
    kind: 'event' as const,
    streamId: 's',
    epoch,
    key: 0,
    version: 0,
    value: message(0),
  }));
  await history.write(rows);
  let each = Infinity;
  for (let i = 0; i < 200; i++) {
    const started = performance.now();
    expect(await history.epochs('s')).toEqual([7, 3, 0]);
    // The quickest: others on the machine hold up some of them.
    each = Math.min(each, performance.now() - started);
  }
  const walk = performance.now();
  await history.page('event', { streamId: 's', epoch: 0, limit: 60_000 });
  expect(each).toBeLessThan((performance.now() - walk) / 200);
  expect(await history.epochs('none')).toEqual([]);
  await history.close();
});

test('a history that is closed or cannot be read is unavailable', async () => {
  const history = await filled(1);
  await history.close();
  const range = { streamId: 's', epoch: 0, limit: 1 };
  const reads: (() => Promise<unknown>)[] = [
    () => history.page('event', range),
    () => history.find('s', 0, 0),
    () => history.epochs('s'),
    () => history.erase('ann'),
    () => history.write([{ ...range, kind: 'event', key: 9, version: 0, value: message(9) }]),
  ];
  for (const read of reads) {
    await expect(Promise.resolve().then(read)).rejects.toMatchObject({ code: 'unavailable' });
  }
});

import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { Checker } from './checker.ts';
import type { LedgerEntry } from './entries.ts';
import { LedgerFile, ledgerEntries } from './ledger-file.ts';

async function ledgerPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'ledger.jsonl');
}

/** A run of so many messages in which nothing goes wrong, seen by one viewer. */
function* honestRun(count: number): Generator<LedgerEntry, void, undefined> {
  const [stream, viewer, epoch] = ['s1', 0, 0];
  yield { type: 'RUN', run: 'r', t: 0, stamps: false };
  yield { type: 'STREAM', stream, own: true };
  yield { type: 'SENDER', sender: 1, user: 'u1' };
  yield { type: 'RECOVERED', viewer, stream, epoch, from: 0, recovered: false, t: 0 };
  const shown = (n: number) => {
    const content = { author: 'u1', crc: n };
    return { stream, epoch, offset: n, id: `id-${n}`, kind: 'message.posted', content } as const;
  };
  for (let n = 0; n < count; n += 1) {
    const id = `id-${n}`;
    yield { type: 'INTENT', sender: 1, seq: n, id, stream, crc: n, due: n, t: n };
    yield { type: 'SEEN', viewer, way: 'live', rendered: true, t: n + 3, ...shown(n) };
    yield { type: 'ACK', id, epoch, offset: n, t: n + 2 };
  }
  for (let n = 0; n < count; n += 1) yield { type: 'HISTORY', ...shown(n) };
  yield { type: 'LEFT', viewer, stream, complete: true, t: count };
}

it('a ledger is read back as it was written, but for a last line that was cut off', async () => {
  const path = await ledgerPath();
  const file = new LedgerFile(path);
  const entries = [...honestRun(2_000)];
  for (const entry of entries) file.write(entry);
  await file.close();
  await appendFile(path, '{"type":"ACK","id":"half');
  const found: LedgerEntry[] = [];
  for await (const entry of ledgerEntries(path)) found.push(entry);
  expect(found).toEqual(entries);
});

it('a ledger that cannot be made says so at once, one that cannot be written at its end', async () => {
  expect(() => new LedgerFile('/no/such/folder/ledger.jsonl')).toThrow('ENOENT');
  if (!existsSync('/dev/full')) return;
  const file = new LedgerFile('/dev/full');
  for (const entry of honestRun(2_000)) file.write(entry);
  await expect(file.close()).rejects.toThrow('ENOSPC');
});

it('the checker holds less than 250 bytes a message', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const checker = new Checker();
  const count = 100_000;
  const before = held();
  for (const entry of honestRun(count)) checker.add(entry);
  expect((held() - before) / count).toBeLessThan(250);
  const verdict = checker.verdict();
  expect(verdict).toMatchObject({ passed: true, counts: { stored: count, seen: count } });
  expect(verdict.ackLatency.percentile(0.5)).toBeCloseTo(2, 1);
  expect(verdict.receiptLatency.percentile(0.5)).toBeCloseTo(3, 1);
});

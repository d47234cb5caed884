import { reportText, runGenerator } from '@livechat/chat-generator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { benchProduct } from './bench-product.ts';
import {
  minuteOf,
  sampleOf,
  tableHead,
  tableRow,
  type Probed,
  type Sample,
} from './memory-samples.ts';
import { machine } from './rounds.ts';

const number = (name: string, fallback: number) => Number(process.env[name] ?? fallback);
const perSecond = number('BENCH_RATE', 200);
const minutes = number('BENCH_MINUTES', 6);
const warmUpMinutes = number('BENCH_WARM_UP', minutes / 3);
const streams = 2;
const minuteMs = 60_000;

let product: Awaited<ReturnType<typeof benchProduct>>;
const samples: Sample[] = [];

beforeAll(async () => {
  product = await benchProduct({ LIMIT_SENDS_PER_USER: 'off' }, ['--import', probe]);
  product.child.on('message', (message) => {
    samples.push(sampleOf(product.child.pid ?? 0, message as Probed));
  });
});
afterAll(() => product.stop());

const probe = new URL('./memory-probe.mjs', import.meta.url).href;

/** Prints each minute when it is over, so that a run that is broken off has shown something. */
function watch(): { readonly rows: Sample[]; readonly end: () => void } {
  const rows: Sample[] = [];
  samples.length = 0;
  const timer = setInterval(() => {
    const row = minuteOf(samples.splice(0));
    rows.push(row);
    process.stdout.write(`${tableRow(rows.length, row)}\n`);
  }, minuteMs);
  return { rows, end: () => clearInterval(timer) };
}

const growth = (rows: readonly Sample[], key: keyof Sample): string => {
  const [from, to] = [rows[Math.ceil(warmUpMinutes) - 1], rows.at(-1)];
  return (((to?.[key] ?? NaN) - (from?.[key] ?? NaN)) / 1e6).toFixed(1);
};

test(
  `memory of the product at ${perSecond} messages/s for ${minutes} minutes`,
  async () => {
    process.stdout.write(`\nMB at ${perSecond} messages/s (${machine()})\n${tableHead}\n`);
    const { rows, end } = watch();
    const chatters = Math.max(48, perSecond);
    const load = { streams, chatters, rate: perSecond, minutes, viewers: 2, burst: 1, seed: '1' };
    const report = await runGenerator({ url: product.url, ...load });
    end();
    process.stdout.write(
      `  growth from minute ${Math.ceil(warmUpMinutes)} to ${rows.length}: ` +
        `RSS ${growth(rows, 'rss')}, heap used ${growth(rows, 'heapUsed')} MB\n`,
    );
    expect(report.passed, reportText(report)).toBe(true);
    expect(rows.length).toBeGreaterThanOrEqual(Math.floor(minutes));
  },
  (minutes + 5) * minuteMs,
);

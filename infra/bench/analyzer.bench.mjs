// @ts-check
// npm run bench:analyzer: what the whole work on one stream costs, from records read to records said, on built files
// in plain Node. The log takes what is said at once; labels, windows, buckets and checkpoints are all made.
import { EmbeddedChatHistory, EmbeddedCheckpoints } from '@livechat/backends';
import { Analyzer } from '@livechat/insight';
import { Metrics, silentLogger } from '@livechat/runtime';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

const LEAST_PER_SECOND = 10_000;
const ROUNDS = 3;
const BATCH = 500;
const START = Date.UTC(2026, 0, 5);

const table = new URL('../../libs/insight/src/model/lines/development.tsv', import.meta.url);
const texts = readFileSync(table, 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t')[6] ?? '');

/**
 * Messages of one stream, `perSecond` of event time, every fifth a copypasta with a word changed.
 * @param {number} messages @param {number} perSecond @param {number} chatters
 */
function records(messages, perSecond, chatters) {
  return Array.from({ length: messages }, (_, offset) => ({
    topic: /** @type {const} */ ('raw-chats'),
    partition: 0,
    offset,
    at: START + Math.floor((offset * 1_000) / perSecond),
    key: 's',
    headers: {},
    replayed: false,
    value: {
      type: /** @type {const} */ ('message.posted'),
      streamId: 's',
      id: `id-${offset}`,
      author: {
        id: `user-${(offset * 7_919) % chatters}`,
        displayName: 'Somebody',
        kind: /** @type {const} */ ('member'),
        role: /** @type {const} */ ('member'),
      },
      text:
        offset % 5 === 0
          ? `everyone spam this line so the boss will fall in round ${offset % 400}`
          : (texts[offset % texts.length] ?? ''),
    },
  }));
}

/** @param {ReturnType<typeof records>} log @param {Metrics} metrics */
function analyzerOf(log, metrics) {
  const said = { records: 0 };
  const sink = {
    append: () => Promise.resolve({ partition: 0, offset: ++said.records, at: 0 }),
  };
  const stores = {
    log: /** @type {any} */ (sink),
    history: new EmbeddedChatHistory(':memory:'),
    checkpoints: new EmbeddedCheckpoints(':memory:'),
  };
  const analyzer = new Analyzer(stores, metrics, silentLogger(), {
    epoch: 0,
    voidIds: 2_000_000,
    maxStreams: 20_000,
    maxChatters: 20_000,
    maxMessages: 200_000,
    maxRemoved: 10_000,
    maxWordings: 500,
    maxAsks: 5_000,
    every: 20,
    window: 100,
    minInterval: 10_000,
    everyMs: 500,
  });
  return { analyzer, said, total: log.length };
}

/** Messages a second of CPU time. @param {ReturnType<typeof records>} log */
async function perSecond(log) {
  const { analyzer, said } = analyzerOf(log, new Metrics());
  const begin = process.cpuUsage();
  let saved = performance.now();
  let [longest, turn] = [0, performance.now()];
  const ticker = setInterval(() => {
    longest = Math.max(longest, performance.now() - turn - 1);
    turn = performance.now();
  }, 1);
  for (let i = 0; i < log.length; i += BATCH) {
    await analyzer.handle(log.slice(i, i + BATCH));
    await new Promise((resolve) => setImmediate(resolve));
    if (performance.now() - saved < 5_000) continue;
    await analyzer.beforeCommit({ topic: 'raw-chats', partition: 0 });
    saved = performance.now();
  }
  await analyzer.beforeCommit({ topic: 'raw-chats', partition: 0 });
  clearInterval(ticker);
  analyzer.close();
  const { user, system } = process.cpuUsage(begin);
  return { speed: (log.length * 1_000_000) / (user + system), records: said.records, longest };
}

console.log(
  `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, Node ${process.version}`,
);
/** @type {readonly (readonly [string, number, number, number])[]} */
const loads = [
  ['100 chatters at 1,000 msg/s', 300_000, 1_000, 100],
  ['5,000 chatters at 100 msg/s', 150_000, 100, 5_000],
  ['20,000 chatters at 1,000 msg/s', 300_000, 1_000, 20_000],
];
for (const [name, messages, rate, chatters] of loads) {
  const log = records(messages, rate, chatters);
  const speeds = [];
  for (let i = 0; i < ROUNDS; i++) speeds.push(await perSecond(log));
  const sorted = speeds.map(({ speed }) => speed).sort((a, b) => a - b);
  const [low = 0, middle = 0, high = 0] = sorted.map((speed) => Math.round(speed / 100) / 10);
  const stall = Math.max(...speeds.map(({ longest }) => longest));
  console.log(
    `${name}: ${middle} k msg/s of CPU time (${low}..${high}), longest turn ${stall.toFixed(0)} ms`,
  );
  if (middle * 1_000 < LEAST_PER_SECOND) process.exitCode = 1;
}

// @ts-check
// npm run bench:text: what the text engine costs, against the `sentiment` package in the same run. In plain Node on
// the built files: a test runner's module wrapper makes every imported name a lookup and costs half the speed.
import { analyze, offlineSummary } from '@livechat/insight';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import Sentiment from 'sentiment';

const ROUNDS = 9;
/** CI fails below these; a busy machine slows both alike, so only the ratio is firm. */
const LEAST_RATIO = 0.25;
const MOST_P99_MICROSECONDS = 100;
const MOST_SUMMARY_MS = 5;

const table = new URL('../../libs/insight/src/model/lines/development.tsv', import.meta.url);
const short = readFileSync(table, 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t')[6] ?? '');
/** Every second text is as long as those of a slow chat. */
const texts = short.flatMap((text, at) => [
  text,
  `${text}, ${short[(at * 7) % short.length]} ${text}`,
]);
const peer = new Sentiment();

const speeds = () => {
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(messagesPerSecond(analyze));
    theirs.push(messagesPerSecond((text) => peer.analyze(text)));
  }
  return { ours, theirs };
};

/**
 * Messages a second of CPU time.
 * @param {(text: string) => unknown} read
 */
function messagesPerSecond(read) {
  const begin = process.cpuUsage();
  for (let i = 0; i < 100; i += 1) for (const text of texts) read(text);
  const { user, system } = process.cpuUsage(begin);
  return (100 * texts.length * 1_000_000) / (user + system);
}

function microsecondsAMessage() {
  return Array.from({ length: 30 }, () => texts)
    .flat()
    .map((text) => {
      const begin = performance.now();
      analyze(text);
      return (performance.now() - begin) * 1_000;
    });
}

function summaryMs() {
  const messages = texts.slice(0, 100).map((text, at) => ({
    offset: at,
    at: at * 1_000,
    author: { id: `c${at % 40}`, displayName: `chatter ${at % 40}` },
    text,
    analysis: analyze(text),
  }));
  return Array.from({ length: 200 }, () => {
    const begin = process.cpuUsage();
    offlineSummary(messages);
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1_000;
  });
}

/** @param {readonly number[]} values @param {number} share */
function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? NaN;
}

/** @param {readonly number[]} values */
function inThousands(values) {
  const [low, middle, high] = [0, 0.5, 1].map((share) =>
    Math.round(quantile(values, share) / 1_000),
  );
  return `${middle} k msg/s of CPU time (${low}..${high})`;
}

const units = texts.reduce((all, text) => all + text.length, 0) / texts.length;
const { ours, theirs } = speeds();
const ratio = quantile(
  ours.map((value, i) => value / (theirs[i] ?? NaN)),
  0.5,
);
const times = microsecondsAMessage();
const p99 = quantile(times, 0.99);
const summary = quantile(summaryMs(), 0.5);

console.log(
  `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, Node ${process.version}`,
);
console.log(`${texts.length} texts of ${units.toFixed(0)} UTF-16 units on average`);
console.log(`analyze    ${inThousands(ours)}`);
console.log(`sentiment  ${inThousands(theirs)}`);
console.log(`ratio      ${ratio.toFixed(2)} (at least ${LEAST_RATIO})`);
console.log(`a message  p50 ${quantile(times, 0.5).toFixed(1)} µs, p99 ${p99.toFixed(1)} µs`);
console.log(`a summary of 100 messages ${summary.toFixed(1)} ms of CPU time`);
const isSlow = ratio < LEAST_RATIO || p99 > MOST_P99_MICROSECONDS || summary > MOST_SUMMARY_MS;
if (isSlow) process.exitCode = 1;

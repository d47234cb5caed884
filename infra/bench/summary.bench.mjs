// @ts-check
// npm run bench:summary [-- DIR]: how well summaries without a model stand for windows of 100 messages, and what
// they cost, against quotes picked at random in the same run. DIR holds recorded rooms, `{at_ms, user, text}` a line;
// nothing of their text is printed.
import { analyze, offlineSummary } from '@livechat/insight';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { busyChat } from './busy-chat.mjs';
import { measured } from './quote-measure.mjs';

/** @typedef {import('./busy-chat.mjs').Said} Said */

const WINDOW = 100;
const QUOTES = 5;
const EARLIER = 2 * WINDOW;
/** Of busy chat by the generator; random picks stand for about 18 %. */
const LEAST_REPRESENTED = 0.3;
const MOST_ALIKE = 0.2;
const LEAST_PLANTED = 0.9;
const PLANTED = 8;
/** A subject nobody speaks of, in the words of eight. */
const subject = [
  'the walrus is back',
  'look at that walrus',
  'walrus walrus',
  'who let the walrus in',
  'I missed the walrus so much',
  'is the walrus ok?',
  'walrus on the left',
  'that walrus again lol',
];

let state = 1;
/** A number 0…1, the same in every run (Park and Miller). */
function random() {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

/** @param {readonly Said[]} said @returns {readonly { window: readonly Said[], earlier: readonly string[] }[]} */
function windowsOf(said) {
  return Array.from({ length: Math.floor(said.length / WINDOW) }, (_, i) => ({
    window: said.slice(i * WINDOW, (i + 1) * WINDOW),
    earlier: said.slice(Math.max(0, i * WINDOW - EARLIER), i * WINDOW).map(({ text }) => text),
  }));
}

/** @param {readonly Said[]} window */
const messagesOf = (window) =>
  window.map(({ user, text, at }, offset) => ({
    offset,
    at,
    author: { id: user, displayName: user },
    text,
    analysis: analyze(text),
  }));

/** @param {readonly Said[]} window */
function randomQuotes(window) {
  const left = window.map(({ text }) => text);
  return Array.from({ length: QUOTES }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}

/** The window with the subject in place of some of its lines. @param {readonly Said[]} window */
function planted(window) {
  const lines = [...window];
  subject.slice(0, PLANTED).forEach((text, i) => {
    const at = Math.floor(((i + random()) * WINDOW) / PLANTED);
    lines[at] = { user: `fan-${i}`, text, at: lines[at]?.at ?? 0 };
  });
  return lines;
}

/** @param {readonly (readonly Said[])[]} chats */
function judged(chats) {
  const windows = chats.flatMap(windowsOf);
  const rows = windows.map(({ window, earlier }) => {
    const texts = window.map(({ text }) => text);
    const messages = messagesOf(window);
    const begin = process.cpuUsage();
    const { quotes } = offlineSummary(messages, { earlier });
    const { user, system } = process.cpuUsage(begin);
    const { topics } = offlineSummary(messagesOf(planted(window)), { earlier });
    return {
      ours: measured(
        texts,
        quotes.map(({ text }) => text),
      ),
      chance: measured(texts, randomQuotes(window)),
      ms: (user + system) / 1_000,
      isVerbatim: quotes.every(({ offset, text }) => texts[offset] === text),
      isFound: topics.some(({ label }) => label.toLowerCase().includes('walrus')),
    };
  });
  return {
    windows: rows.length,
    represented: mean(rows.map(({ ours }) => ours.represented)),
    alike: mean(rows.map(({ ours }) => ours.alike)),
    byChance: mean(rows.map(({ chance }) => chance.represented)),
    alikeByChance: mean(rows.map(({ chance }) => chance.alike)),
    found: mean(rows.map(({ isFound }) => Number(isFound))),
    verbatim: mean(rows.map(({ isVerbatim }) => Number(isVerbatim))),
    p50: quantile(
      rows.map(({ ms }) => ms),
      0.5,
    ),
    p95: quantile(
      rows.map(({ ms }) => ms),
      0.95,
    ),
  };
}

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** @param {readonly number[]} values @param {number} share */
const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? NaN;

/** @param {string} dir @returns {readonly (readonly Said[])[]} */
function rooms(dir) {
  const files = readdirSync(dir).filter((name) => name.endsWith('.jsonl'));
  return files.sort().map((name) =>
    readFileSync(join(dir, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ at_ms: at, user, text }) => ({ at, user, text })),
  );
}

const [dir] = process.argv.slice(2);
const seeds = ['1', '2', '3'];
const chats = {
  'gaming, generated': seeds.map((seed) => busyChat('gaming', seed)),
  'talk, generated': seeds.map((seed) => busyChat('talk', seed)),
  ...(dir === undefined ? {} : { 'recorded rooms': rooms(dir) }),
};
judged([busyChat('gaming', 'warm')]);

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`.padStart(7);
console.log(
  `${QUOTES} quotes of ${WINDOW} messages; represented: a third of the words in common with a quote`,
);
console.log(
  '                    windows  represented (random)   alike (random)  planted  verbatim  ms p50 p95',
);
for (const [name, said] of Object.entries(chats)) {
  const row = judged(said);
  console.log(
    `${name.padEnd(20)}${`${row.windows}`.padStart(7)}    ${percent(row.represented)} (${percent(row.byChance)})  ` +
      `${row.alike.toFixed(2)}  (${row.alikeByChance.toFixed(2)})      ${percent(row.found)}   ${percent(row.verbatim)}` +
      `  ${row.p50.toFixed(1)} ${row.p95.toFixed(1)}`,
  );
  const isBusy = name === 'gaming, generated';
  const isPoor =
    row.verbatim < 1 ||
    row.alike > MOST_ALIKE ||
    row.found < LEAST_PLANTED ||
    row.represented < 1.3 * row.byChance ||
    (isBusy && row.represented < LEAST_REPRESENTED);
  if (isPoor) process.exitCode = 1;
}

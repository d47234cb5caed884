// @ts-check
// What `npm run status` makes of the answers of admin ports.

/** @typedef {{ name?: string, adminUrl: string }} Place */
/** @typedef {{ group: string, records: number, oldestSeconds: number }} Lag */
/** @typedef {{ time: number, level: string, msg: string, err?: { message?: string } }} Trouble */
/** @typedef {{ status: Exclude<Status['state'], 'no answer'>, dependencies: Record<string, string> }} Ready */
/** @typedef {{ service: string, instance: string, errors: Trouble[] }} Errors */
/**
 * @typedef {object} Status
 * @property {string} name
 * @property {string} instance
 * @property {string} adminUrl
 * @property {'ready' | 'starting' | 'draining' | 'no answer'} state
 * @property {string} why Dependencies that are down, or why there is no answer.
 * @property {Lag[]} lags
 * @property {number} sockets
 * @property {number} viewers
 * @property {Trouble[]} errors Newest first.
 */

const limitMs = 5_000;
const mostErrors = 10;

/**
 * The samples of a text that /metrics gave, by name.
 * @param {string} text
 */
export function samplesOf(text) {
  /** @type {{ name: string, labels: Record<string, string>, value: number }[]} */
  const samples = [];
  for (const [, name = '', labels = '', value] of text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)) {
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    samples.push({
      name,
      labels: Object.fromEntries(pairs.map(([, label, text]) => [label, text])),
      value: Number(value),
    });
  }
  return samples;
}

/**
 * How far each group is behind, over all its partitions.
 * @param {ReturnType<typeof samplesOf>} samples
 * @returns {Lag[]}
 */
function lagsOf(samples) {
  /** @type {Map<string, Lag>} */
  const lags = new Map();
  for (const { name, labels, value } of samples) {
    const { group } = labels;
    if (group === undefined) continue;
    const lag = lags.get(group) ?? { group, records: 0, oldestSeconds: 0 };
    if (name === 'livechat_consumer_lag') lag.records += value;
    if (name === 'livechat_oldest_record_seconds') lag.oldestSeconds = value;
    lags.set(group, lag);
  }
  return [...lags.values()];
}

/**
 * Asks one admin port.
 * @param {Place} place
 * @returns {Promise<Status>}
 */
export async function statusOf({ name, adminUrl }) {
  const ask = (/** @type {string} */ path) =>
    fetch(new URL(path, adminUrl), { signal: AbortSignal.timeout(limitMs) });
  const unknown = { name: name ?? '?', instance: '?', adminUrl, lags: [], sockets: 0, viewers: 0 };
  try {
    const [ready, metrics, errors] = await Promise.all([
      ask('/health/ready').then((answer) => /** @type {Promise<Ready>} */ (answer.json())),
      ask('/metrics').then((answer) => answer.text()),
      ask('/errors').then((answer) => /** @type {Promise<Errors>} */ (answer.json())),
    ]);
    const samples = samplesOf(metrics);
    const gauge = (/** @type {string} */ metric) =>
      samples.find((sample) => sample.name === metric)?.value ?? 0;
    const down = Object.entries(ready.dependencies).filter(([, state]) => state !== 'up');
    return {
      name: name ?? errors.service,
      instance: errors.instance,
      adminUrl,
      state: ready.status,
      why: down.length === 0 ? '' : `down: ${down.map(([dependency]) => dependency).join(', ')}`,
      lags: lagsOf(samples),
      sockets: gauge('livechat_sockets'),
      viewers: gauge('livechat_viewers'),
      errors: errors.errors,
    };
  } catch (error) {
    return { ...unknown, state: 'no answer', why: reasonOf(error), errors: [] };
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name === 'TimeoutError' ? `nothing within ${limitMs / 1_000} s` : error.message;
}

/** @param {Lag} lag */
function lagText({ group, records, oldestSeconds }) {
  const age = records > 0 ? ` (${Math.round(oldestSeconds)} s)` : '';
  return `${group} ${records}${age}`;
}

/**
 * One table of all services, and their newest errors.
 * @param {readonly Status[]} all
 * @returns {string[]}
 */
export function tableOf(all) {
  const head = ['SERVICE', 'INSTANCE', 'STATE', 'WHY', 'LAG', 'SOCKETS', 'VIEWERS', 'ERRORS'];
  const rows = all.map((status) => [
    status.name,
    status.instance,
    status.state,
    status.why,
    status.lags.map(lagText).join(', '),
    `${status.sockets}`,
    `${status.viewers}`,
    `${status.errors.length}`,
  ]);
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line), ...errorLines(all)];
}

/** @param {readonly Status[]} all */
function errorLines(all) {
  const errors = all
    .flatMap(({ name, instance, errors }) => errors.map((error) => ({ ...error, name, instance })))
    .sort((a, b) => b.time - a.time)
    .slice(0, mostErrors)
    .map(({ time, name, instance, level, msg, err }) => {
      const why = err?.message === undefined ? '' : `: ${err.message}`;
      return `  ${new Date(time).toISOString()} ${name}/${instance} ${level}: ${msg}${why}`;
    });
  return errors.length === 0 ? [] : ['', 'Newest warnings and errors:', ...errors];
}

/** @param {readonly Status[]} all */
export const allReady = (all) => all.length > 0 && all.every(({ state }) => state === 'ready');

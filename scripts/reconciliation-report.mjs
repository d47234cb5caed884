// @ts-check
// What `npm run reconcile` says of what it found.

/** @typedef {import('@livechat/backends').Reconciliation} Reconciliation */
/** @typedef {import('@livechat/backends').Difference} Difference */

/** Differences named one by one; of more only how many of each kind. */
export const MOST_NAMED = 100;
const mostStreams = 100;

/** @param {number} count */
const figure = (count) => count.toLocaleString('en');

/** @param {Reconciliation['total']} sums */
const sumsOf = ({ accepted, void: voided, archived, messages, labels }) =>
  `accepted ${figure(accepted)} less void ${figure(voided)} = ${figure(accepted - voided)}, ` +
  `archived ${figure(archived)}; messages ${figure(messages)}, labels ${figure(labels)}`;

/** @param {Difference} difference */
function lineOf({ streamId, offset, kind, detail }) {
  const place = offset === undefined ? streamId : `${streamId} ${offset}`;
  return `${place}: ${kind}${detail === undefined ? '' : ` (${detail})`}`;
}

/** @param {readonly Difference[]} differences */
function countsOf(differences) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind } of differences) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `  ${figure(count)} × ${kind}`);
}

/**
 * The lines of a report: each stream, the total, each difference (the first 100, then counts).
 * @param {Reconciliation} answer
 * @returns {string[]}
 */
export function reportOf({ streams, total, differences, notes }) {
  const shown = streams.slice(0, mostStreams);
  const more = streams.length - shown.length;
  return [
    ...shown.map((sums) => `${sums.streamId}: ${sumsOf(sums)}`),
    ...(more > 0 ? [`… and ${figure(more)} more streams`] : []),
    `${figure(streams.length)} streams: ${sumsOf(total)}`,
    ...notes.map((note) => `Note: ${note}.`),
    ...differences.slice(0, MOST_NAMED).map(lineOf),
    ...(differences.length > 0 ? [`${figure(differences.length)} differences:`] : []),
    ...countsOf(differences),
    ...(differences.length === 0 ? ['Equal: no difference was found.'] : []),
  ];
}

import type { Histogram } from './ledger/histogram.ts';
import type { Verdict } from './ledger/checker.ts';
import { ruleNames, rules, type Rule } from './ledger/rules.ts';

/** Milliseconds. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The lists of all chatters, checked by the places of their events. */
export interface ChatterLists {
  readonly seen: number;
  readonly repeats: number;
  /** Gaps seen, each closed by joining again, and lists begun anew. */
  readonly gaps: number;
  readonly resets: number;
  /** Frames that did not rise on one connection. */
  readonly swapped: number;
  /** Lists that did not reach the end of the stream in time. */
  readonly behind: number;
  readonly receipt: Latency;
}

/** What a run came to. */
export interface Report {
  readonly run: string;
  readonly seconds: number;
  readonly streams: readonly string[];
  readonly chatters: number;
  readonly viewers: number;
  /** Lines that were due; `dropped` of them were never sent, as their chatter was held back. */
  readonly offered: number;
  readonly dropped: number;
  readonly counts: Verdict['counts'];
  readonly refusals: Readonly<Record<string, number>>;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly broken: Readonly<Record<Rule, number>>;
  readonly examples: readonly string[];
  /** From when a message was meant to be sent to its ack, and to each viewer's receipt. */
  readonly ack: Latency;
  readonly receipt: Latency;
  /** Gaps viewers saw and filled; those they could not fill; events unlike the contracts. */
  readonly gaps: number;
  readonly unfilled: number;
  readonly malformed: number;
  /** What the chatters themselves were given. */
  readonly chatterLists: ChatterLists;
  /** Of one core, of this process while it chatted. */
  readonly cpuShare: number;
  /** What went wrong beside the messages themselves. */
  readonly notes: readonly string[];
  readonly passed: boolean;
}

export type RunFacts = Pick<
  Report,
  | 'run'
  | 'seconds'
  | 'streams'
  | 'chatters'
  | 'viewers'
  | 'offered'
  | 'dropped'
  | 'gaps'
  | 'unfilled'
  | 'malformed'
  | 'chatterLists'
  | 'cpuShare'
  | 'notes'
>;

export function reportOf(verdict: Verdict, facts: RunFacts): Report {
  const { broken, counts, refusals, examples, passed } = verdict;
  return {
    ...facts,
    counts,
    refusals,
    broken,
    examples,
    lost: broken.L1 + broken.L4 + facts.chatterLists.behind,
    doubled: broken.L3 + broken.L5,
    outOfOrder: broken.L6 + facts.chatterLists.swapped,
    ack: latency(verdict.ackLatency),
    receipt: latency(verdict.receiptLatency),
    passed: passed && facts.malformed === 0 && isWhole(facts.chatterLists),
  };
}

const isWhole = ({ swapped, behind }: ChatterLists) => swapped + behind === 0;

export const latency = (histogram: Histogram): Latency => ({
  count: histogram.count,
  p50: histogram.percentile(0.5),
  p95: histogram.percentile(0.95),
  p99: histogram.percentile(0.99),
  max: histogram.max,
});

/** The report for people, a line for each thing. */
export function reportText(report: Report): string {
  const { counts } = report;
  return [
    `run ${report.run}: ${report.seconds.toFixed(1)} s, ${report.streams.length} streams, ${report.chatters} chatters, ${report.viewers} viewers`,
    `offered ${report.offered}  sent ${counts.sent}  acked ${counts.acked}  refused ${counts.refused}  unanswered ${counts.unknown}  not sent ${report.dropped}`,
    `stored ${counts.stored}  acked as a copy ${counts.copies}  seen ${counts.seen}  tries ${counts.tries}${refusalText(report.refusals)}`,
    `lost ${report.lost}  doubled ${report.doubled}  out of order ${report.outOfOrder}  phantom ${report.broken.L2}  wrong author ${report.broken.L11}  wrong text ${report.broken.L12}`,
    `viewers: gaps ${report.gaps}, events fetched ${counts.fetched}, frames dropped as repeats ${counts.repeats}, lists begun anew ${counts.resets}`,
    chattersText(report),
    `intended send to ack      ${latencyText(report.ack)}`,
    `intended send to viewers  ${latencyText(report.receipt)}`,
    `intended send to chatters ${latencyText(report.chatterLists.receipt)}`,
    `this process took ${(report.cpuShare * 100).toFixed(0)} % of a core`,
    ...report.notes.map((note) => `note: ${note}`),
    ...breaches(report),
    report.passed ? 'passed' : 'FAILED',
    '',
  ].join('\n');
}

const chattersText = ({ chatterLists: lists }: Report) =>
  `chatters: events ${lists.seen}, gaps ${lists.gaps}, frames dropped as repeats ${lists.repeats}, lists begun anew ${lists.resets}, swapped ${lists.swapped}, behind at the end ${lists.behind}`;

const refusalText = (refusals: Readonly<Record<string, number>>): string => {
  const codes = Object.entries(refusals).map(([code, count]) => `${code} ${count}`);
  return codes.length === 0 ? '' : `  refusals by code: ${codes.join(', ')}`;
};

const latencyText = ({ count, p50, p95, p99, max }: Latency): string =>
  count === 0
    ? 'none measured'
    : `p50 ${ms(p50)}  p95 ${ms(p95)}  p99 ${ms(p99)}  max ${ms(max)}  (${count})`;

const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

function breaches({ broken, examples, unfilled, malformed }: Report): string[] {
  const lines = ruleNames
    .filter((rule) => broken[rule] > 0)
    .map((rule) => `${rule} broken ${broken[rule]} times (${rules[rule]})`);
  if (unfilled > 0) lines.push(`${unfilled} gaps could not be filled`);
  if (malformed > 0) lines.push(`${malformed} events were not as the contracts say`);
  return [...lines, ...examples.map((example) => `  ${example}`)];
}

import { readFileSync } from 'node:fs';
import { median } from './rounds.ts';

/** What `memory-probe.mjs` tells once a second. */
export interface Probed {
  readonly usage: NodeJS.MemoryUsage;
  /** Bytes taken from the system by the name of V8's space, in use or not. */
  readonly spaces: Readonly<Record<string, number>>;
}

/** One second of a process, bytes. */
export interface Sample {
  readonly rss: number;
  readonly heapUsed: number;
  /** V8's heap for what is young, in use or not; it grows in steps up to three times its limit. */
  readonly young: number;
  /** The rest of V8's heap, in use or not. */
  readonly old: number;
  readonly external: number;
  /** Of malloc's first arena: native libraries' own memory. */
  readonly malloc: number;
  /** Anonymous memory that is neither V8's heap nor that arena. */
  readonly otherAnonymous: number;
  /** Of mapped files: program, libraries, shared memory of SQLite. */
  readonly files: number;
}

/** Puts what the kernel says of a process beside what it says of itself. */
export function sampleOf(pid: number, { usage, spaces }: Probed): Sample {
  const { anonymous, malloc } = mappings(pid);
  const { rss, heapTotal, heapUsed, external } = usage;
  const young = spaces['new_space'] ?? 0;
  const old = heapTotal - young;
  const otherAnonymous = anonymous - malloc - heapTotal;
  const files = rss - anonymous;
  return { rss, heapUsed, young, old, external, malloc, otherAnonymous, files };
}

/** Resident anonymous memory and what of it is malloc's first arena; zeros where there is no /proc. */
function mappings(pid: number): { readonly anonymous: number; readonly malloc: number } {
  let [anonymous, malloc, isHeap] = [0, 0, false];
  for (const line of smaps(pid).split('\n')) {
    const [, name = '', kb] = /^(\w+):\s+(\d+) kB/.exec(line) ?? [];
    if (kb === undefined) {
      if (/^[0-9a-f]+-/.test(line)) isHeap = line.endsWith('[heap]');
    } else if (name === 'Anonymous') anonymous += Number(kb) * 1_024;
    else if (name === 'Rss' && isHeap) malloc += Number(kb) * 1_024;
  }
  return { anonymous, malloc };
}

function smaps(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/smaps`, 'utf8');
  } catch {
    // Not every system has it, and the process may just have ended.
    return '';
  }
}

/** A minute in one row: the least of `heapUsed`, which is what is left after a collection, else medians. */
export function minuteOf(samples: readonly Sample[]): Sample {
  const middle = (key: keyof Sample) => median(samples.map((sample) => sample[key]));
  return {
    rss: middle('rss'),
    heapUsed: Math.min(...samples.map(({ heapUsed }) => heapUsed)),
    young: middle('young'),
    old: middle('old'),
    external: middle('external'),
    malloc: middle('malloc'),
    otherAnonymous: middle('otherAnonymous'),
    files: middle('files'),
  };
}

const columns = [
  ['rss', 'RSS'],
  ['heapUsed', 'heap used'],
  ['young', 'young'],
  ['old', 'old'],
  ['external', 'external'],
  ['malloc', 'malloc'],
  ['otherAnonymous', 'other anon'],
  ['files', 'files'],
] as const;

export const tableHead = ['minute', ...columns.map(([, title]) => title)]
  .map((title) => title.padStart(11))
  .join('');

/** A row of the table, MB. */
export const tableRow = (minute: number, sample: Sample): string =>
  [`${minute}`, ...columns.map(([key]) => (sample[key] / 1e6).toFixed(1))]
    .map((cell) => cell.padStart(11))
    .join('');

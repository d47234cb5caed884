import { cpus } from 'node:os';

/** One measured round. */
export interface Round {
  readonly messages: number;
  /** CPU of this process, user and system. */
  readonly cpuMs: number;
  readonly seconds: number;
  /** Of the answers, ms. */
  readonly p50: number;
  readonly p99: number;
}

/** Sends at a rate with an open loop, or with `inFlight` outstanding as fast as answers come. */
export interface Load {
  readonly messages: number;
  readonly perSecond?: number;
  readonly inFlight?: number;
}

/** Sends one load and measures what it cost this process; rejects when a send does. */
export async function round(load: Load, send: (i: number) => Promise<unknown>): Promise<Round> {
  const times: number[] = [];
  const timed = async (i: number) => {
    const started = performance.now();
    await send(i);
    times.push(performance.now() - started);
  };
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  await (load.perSecond ? paced(load.messages, load.perSecond, timed) : closed(load, timed));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - started) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0;
  const cpuMs = (user + system) / 1_000;
  return { messages: times.length, cpuMs, seconds, p50: at(0.5), p99: at(0.99) };
}

async function paced(messages: number, perSecond: number, send: (i: number) => Promise<void>) {
  const [started, sent]: [number, Promise<void>[]] = [performance.now(), []];
  while (sent.length < messages) {
    const due = ((performance.now() - started) * perSecond) / 1_000;
    while (sent.length < Math.min(due, messages)) sent.push(send(sent.length));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(sent);
}

async function closed({ messages, inFlight = 64 }: Load, send: (i: number) => Promise<void>) {
  let next = 0;
  const sender = async () => {
    while (next < messages) await send(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, sender));
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** `median (min..max)`. */
export const spread = (values: readonly number[]): string =>
  `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)}..${Math.max(...values).toFixed(1)})`;

/** The line absolute figures stand beside. */
export const machine = (): string =>
  `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, Node ${process.version}`;

import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { AppError } from '@livechat/contracts';
import { Api } from './api.ts';
import { Broadcaster, type Credentials } from './broadcaster.ts';
import { Crowd } from './crowd.ts';
import { allJoined, dumpStream } from './dump.ts';
import { Checker } from './ledger/checker.ts';
import type { LeanView } from './lean-view.ts';
import type { LedgerEntry } from './ledger/entries.ts';
import { LedgerFile } from './ledger/ledger-file.ts';
import { eachOf, holdsWithin } from './pause.ts';
import { scriptedPlans, type StreamPlan } from './plan.ts';
import { replayPlan } from './replay.ts';
import { Histogram } from './ledger/histogram.ts';
import { latency, reportOf, type ChatterLists, type Report } from './report.ts';
import { preciseNow, Viewer } from './viewer.ts';

export interface GeneratorOptions {
  readonly url: string;
  /** Ignored in a replay, which has one stream for each file. */
  readonly streams: number;
  /** Over all streams; in a replay, at most in each stream. */
  readonly chatters: number;
  /** Messages a second over all streams. */
  readonly rate: number;
  readonly seed: string;
  readonly minutes?: number | undefined;
  /** In each stream. */
  readonly viewers: number;
  /** Height of bursts over the ordinary rate; 1 = none. */
  readonly burst: number;
  readonly replay?: readonly string[] | undefined;
  readonly speed?: number | 'max' | undefined;
  /** File for the ledger; with it run, number and CRC stand in the texts. */
  readonly ledger?: string | undefined;
  readonly broadcaster?: Credentials | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
}

export interface Progress {
  readonly phase: 'gathering' | 'chatting' | 'settling' | 'checking';
  readonly seconds: number;
  readonly offered: number;
  readonly sent: number;
  readonly acked: number;
  readonly seen: number;
  readonly waiting: number;
}

const joinLimitMs = 60_000;
/** Resends end after 2 minutes, each with an answer awaited for 10 s. */
const settleLimitMs = 150_000;
const behindLimitMs = 30_000;
const atOnce = 16;

/**
 * Chats in streams of its own, watches them, and checks what came of every message. An aborted
 * signal ends the chatting; what was sent is still checked. Throws AppError where the service
 * cannot be reached or refuses what a run needs.
 */
export async function runGenerator(
  options: GeneratorOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<Report> {
  const run = new Run(options, signal);
  try {
    await run.open();
    await run.chat();
    return await run.judge();
  } finally {
    await run.close();
  }
}

class Run {
  readonly #api: Api;
  readonly #name = randomInt(36 ** 6).toString(36);
  readonly #checker = new Checker();
  readonly #file: LedgerFile | undefined;
  readonly #crowds: Crowd[] = [];
  readonly #viewers: Viewer[] = [];
  readonly #notes: string[] = [];
  readonly #began = preciseNow();
  #broadcaster: Broadcaster | undefined;
  #chattingMs = 0;
  #cpuMs = 0;

  constructor(
    private readonly options: GeneratorOptions,
    private readonly signal: AbortSignal,
  ) {
    // Every chatter waits on it.
    setMaxListeners(0, signal);
    this.#api = new Api(options.url);
    if (options.ledger !== undefined) this.#file = new LedgerFile(options.ledger);
    const stamps = options.ledger !== undefined;
    this.#note({ type: 'RUN', run: this.#name, t: this.#began, stamps });
  }

  /** Streams, viewers, then chatters: everybody has joined before the first word. */
  async open(): Promise<void> {
    const plans = await this.#plans();
    const broadcaster = await Broadcaster.of(this.#api, this.options.broadcaster, this.#name);
    this.#broadcaster = broadcaster;
    const streams = await eachOf(plans, 4, (plan) => broadcaster.create(plan.title));
    let firstSender = 0;
    plans.forEach((plan, n) => {
      this.#addStream(streams[n]!.id, plan, firstSender);
      firstSender += plan.names.length;
    });
    if (!(await allJoined(this.#viewers, joinLimitMs))) {
      throw new AppError('unavailable', { detail: 'The viewers could not join' });
    }
    await eachOf(this.#crowds, 4, (crowd) => crowd.gather());
  }

  async chat(): Promise<void> {
    const [start, cpu] = [preciseNow(), process.cpuUsage()];
    const ticking = this.#tick('chatting');
    await Promise.all(this.#crowds.map((crowd) => crowd.perform(start)));
    clearInterval(ticking);
    this.#chattingMs = preciseNow() - start;
    const { user, system } = process.cpuUsage(cpu);
    this.#cpuMs = (user + system) / 1_000;
  }

  async judge(): Promise<Report> {
    const ticking = this.#tick('settling');
    const settled = await Promise.all(this.#crowds.map((crowd) => crowd.settled(settleLimitMs)));
    if (settled.includes(false)) this.#notes.push('not every chatter came to an end in time');
    const signedOut = this.#crowds.reduce((all, crowd) => all + crowd.signedOut, 0);
    if (signedOut > 0) this.#notes.push(`the service ended ${signedOut} sessions of chatters`);
    clearInterval(ticking);
    this.#tell('checking');
    await eachOf(this.#crowds, atOnce, ({ streamId, newest }) => {
      const viewers = this.#viewers.filter((viewer) => viewer.streamId === streamId);
      return dumpStream(this.#api, streamId, newest, viewers, this.#note);
    });
    const sum = (of: (viewer: Viewer) => number) =>
      this.#viewers.reduce((all, viewer) => all + of(viewer), 0);
    const chatterLists = await this.#chatterLists();
    const offered = this.#crowds.reduce((all, crowd) => all + crowd.offered, 0);
    const verdict = this.#checker.verdict();
    return reportOf(verdict, {
      run: this.#name,
      seconds: this.#chattingMs / 1_000,
      streams: this.#crowds.map(({ streamId }) => streamId),
      chatters: this.#crowds.reduce((all, { size }) => all + size, 0),
      viewers: this.#viewers.length,
      offered,
      dropped: offered - verdict.counts.sent,
      gaps: sum(({ view }) => view.gaps),
      unfilled: sum(({ view }) => view.unfilled),
      malformed: sum(({ malformed }) => malformed),
      chatterLists,
      cpuShare: this.#chattingMs === 0 ? 0 : this.#cpuMs / this.#chattingMs,
      notes: this.#notes,
    });
  }

  /** What the chatters were given, once they have it all or the time is up. */
  async #chatterLists(): Promise<ChatterLists> {
    const behind = () => this.#crowds.reduce((all, crowd) => all + crowd.behind, 0);
    await holdsWithin(behindLimitMs, () => behind() === 0);
    const views = this.#crowds.flatMap((crowd) => crowd.views);
    const sum = (of: (view: LeanView) => number) => views.reduce((all, view) => all + of(view), 0);
    const receipt = new Histogram();
    for (const { receipts } of this.#crowds) receipt.merge(receipts.latency);
    return {
      seen: sum(({ seen }) => seen),
      repeats: sum(({ repeats }) => repeats),
      gaps: sum(({ gaps }) => gaps),
      resets: sum(({ resets }) => resets),
      swapped: sum(({ swapped }) => swapped),
      behind: behind(),
      receipt: latency(receipt),
    };
  }

  /** Ends the streams and closes every socket, also after an error. */
  async close(): Promise<void> {
    for (const crowd of this.#crowds) crowd.leave();
    for (const viewer of this.#viewers) viewer.close();
    const broadcaster = this.#broadcaster;
    if (broadcaster !== undefined) {
      await eachOf(this.#crowds, 4, ({ streamId }) => this.#end(broadcaster, streamId));
    }
    await this.#file?.close();
  }

  readonly #note = (entry: LedgerEntry): void => {
    this.#checker.add(entry);
    this.#file?.write(entry);
  };

  async #plans(): Promise<readonly StreamPlan[]> {
    const { replay, speed = 1, chatters, minutes } = this.options;
    const seconds = minutes === undefined ? undefined : minutes * 60;
    if (replay === undefined) return scriptedPlans({ ...this.options, seconds });
    return Promise.all(replay.map((path) => replayPlan({ path, speed, chatters, seconds })));
  }

  #addStream(streamId: string, plan: StreamPlan, firstSender: number): void {
    this.#note({ type: 'STREAM', stream: streamId, own: true });
    const stamp = this.options.ledger === undefined ? undefined : this.#name;
    const { signal } = this;
    const options = { api: this.#api, ledger: this.#note, signal, stamp, firstSender };
    this.#crowds.push(new Crowd(streamId, plan, options));
    for (let n = 0; n < this.options.viewers; n += 1) {
      const number = this.#viewers.length;
      this.#viewers.push(new Viewer(this.#api, number, streamId, this.#note));
    }
  }

  /** The verdict stands whether or not a stream can be ended. */
  async #end(broadcaster: Broadcaster, streamId: string): Promise<void> {
    try {
      await broadcaster.end(streamId);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#notes.push(`stream ${streamId} was not ended: ${error.message}`);
    }
  }

  #tick(phase: Progress['phase']): NodeJS.Timeout {
    this.#tell(phase);
    return setInterval(() => this.#tell(phase), 1_000);
  }

  #tell(phase: Progress['phase']): void {
    const { sent, acked, seen } = this.#checker.progress();
    const sum = (of: (crowd: Crowd) => number) =>
      this.#crowds.reduce((all, crowd) => all + of(crowd), 0);
    this.options.progress?.({
      phase,
      seconds: (preciseNow() - this.#began) / 1_000,
      offered: sum(({ offered }) => offered),
      sent,
      acked,
      seen,
      waiting: sum(({ waiting }) => waiting),
    });
  }
}

import { guest, type Account } from './account.ts';
import type { Api } from './api.ts';
import { Chatter } from './chatter.ts';
import { SocketDoor } from './door.ts';
import type { LeanView } from './lean-view.ts';
import type { Ledger } from './ledger/entries.ts';
import { eachOf, holdsWithin, pause } from './pause.ts';
import type { PlannedLine, StreamPlan } from './plan.ts';
import { Receipts } from './receipts.ts';
import { preciseNow } from './viewer.ts';

export interface CrowdOptions {
  readonly api: Api;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  /** The run's name where it is to stand in the texts. */
  readonly stamp?: string | undefined;
  /** Number of the first chatter in the ledger. */
  readonly firstSender: number;
  /** Later than this (ms) a line is left out instead of said late; never, where it is left out. */
  readonly patienceMs?: number;
}

const atOnce = 16;
const recentKept = 256;
/** Nobody answers what he has not had the time to read. */
const readingMs = 2_000;

/** The chatters of one stream, each a guest with a socket of his own. */
export class Crowd {
  /** Lines that were due, sent or not. */
  offered = 0;
  /** How often the service ended a chatter's session, so that he came back as somebody else. */
  signedOut = 0;
  /** The newest place that was acked. */
  newest = -1;
  readonly #recent: { offset: number; at: number }[] = [];
  /** How long messages took to all chatters. */
  readonly receipts = new Receipts();
  readonly #ledger: Ledger;
  readonly #members: { chatter: Chatter; door: SocketDoor }[] = [];

  constructor(
    readonly streamId: string,
    private readonly plan: StreamPlan,
    private readonly options: CrowdOptions,
  ) {
    this.#ledger = this.receipts.noting(options.ledger);
  }

  /** Signs everybody in and waits until all have joined; throws where guests are refused. */
  async gather(): Promise<void> {
    const { api, signal } = this.options;
    await eachOf(this.plan.names, atOnce, async (name, index) => {
      if (!signal.aborted) this.#add(await guest(api, name), index);
    });
    await Promise.all(this.#members.map(({ door }) => door.ready()));
  }

  /** Says the planned lines when they are due, counted from `start`; ends with the plan or on abort. */
  async perform(start: number): Promise<void> {
    const { signal, patienceMs = Infinity } = this.options;
    for await (const line of this.plan.lines) {
      const due = start + line.at;
      if (this.plan.unpaced === true) await this.#turn(line.chatter);
      else if (due > preciseNow()) await pause(due - preciseNow(), signal);
      // A long list of late lines must not keep sockets from being served.
      else if (this.offered % 32 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      if (preciseNow() - due < patienceMs) this.#say(line, this.plan.unpaced ? preciseNow() : due);
    }
  }

  /** Waits until all that was said is settled; false where that took longer than `limitMs`. */
  async settled(limitMs: number): Promise<boolean> {
    let isIdle = false;
    const limit = new AbortController();
    const idle = Promise.all(this.#members.map(({ chatter }) => chatter.idle())).then(() => {
      isIdle = true;
      limit.abort();
    });
    await Promise.race([idle, pause(limitMs, limit.signal)]);
    return isIdle;
  }

  get size(): number {
    return this.#members.length;
  }

  /** Lines that wait for their turn. */
  get waiting(): number {
    return this.#members.reduce((sum, { chatter }) => sum + chatter.waiting, 0);
  }

  /** Chatters whose list does not reach the newest message that was acked. */
  get behind(): number {
    return this.views.filter(({ last }) => (last?.offset ?? -1) < this.newest).length;
  }

  /** The chatters' own lists of the stream. */
  get views(): readonly LeanView[] {
    return this.#members.map(({ door }) => door.view);
  }

  leave(): void {
    for (const { door } of this.#members) door.close();
  }

  #add(account: Account, index: number): void {
    const { api, signal, stamp, firstSender } = this.options;
    const ledger = this.#ledger;
    const sender = firstSender + index;
    const known = (user: string) => ledger({ type: 'SENDER', sender, user });
    known(account.userId);
    account.renamed = (user) => {
      this.signedOut += 1;
      known(user);
    };
    const door = new SocketDoor(api.origin, account, this.streamId, this.receipts);
    const chatter = new Chatter(door, ledger, {
      sender,
      streamId: this.streamId,
      stamp,
      pause: (ms) => pause(ms, signal),
      now: preciseNow,
      stopped: () => signal.aborted,
      acked: (offset) => this.#acked(offset),
    });
    this.#members[index] = { chatter, door };
  }

  async #turn(index: number): Promise<void> {
    const member = this.#members[index];
    if (member === undefined) return;
    const free = () => member.chatter.waiting < 2 || this.options.signal.aborted;
    await holdsWithin(120_000, free, 1);
  }

  #say({ chatter: index, text, answers }: PlannedLine, due: number): void {
    this.offered += 1;
    const replyTo = answers ? { replyTo: () => this.#someRecent() } : {};
    this.#members[index]?.chatter.offer({ text, due, ...replyTo });
  }

  #acked(offset: number): void {
    this.newest = Math.max(this.newest, offset);
    this.#recent.push({ offset, at: preciseNow() });
    if (this.#recent.length > recentKept) this.#recent.shift();
  }

  #someRecent(): number | undefined {
    const now = preciseNow();
    const readable = this.#recent.filter(({ at }) => now - at >= readingMs);
    return readable[Math.floor(Math.random() * readable.length)]?.offset;
  }
}

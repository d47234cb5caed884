import type { Joined, LogEvent, Position } from '@livechat/contracts';
import type { EntryOf, Ledger, Way } from './ledger/entries.ts';
import { backOff } from './pause.ts';
import { stampOf, textCrc } from './stamp.ts';

/** Where a viewer gets a stream from. */
export interface StreamSource {
  /** Joins, or joins again after `last`; undefined where it did not work now. */
  join(last: Position | undefined): Promise<Joined | undefined>;
  /** Events after an offset, ascending; throws where they cannot be had now. */
  after(epoch: number, offset: number): Promise<readonly LogEvent[]>;
}

export interface StreamViewOptions {
  readonly viewer: number;
  readonly stream: string;
  readonly pause: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly stopped: () => boolean;
}

/** More than this waiting behind a gap: the list is begun anew. */
const mostWaiting = 20_000;
const gapLimitMs = 10_000;

interface Arrival {
  readonly event: LogEvent;
  readonly t: number;
}

/**
 * A stream as a careful viewer shows it: every event once and in order. It checks the chain by
 * `prev`, fetches exactly what is missing, and goes on by position after a reconnect.
 */
export class StreamView {
  #last: Position | undefined;
  #waiting: Arrival[] = [];
  #busy = false;
  #joining: Promise<void> | undefined;
  #joinAgain: 'resume' | 'anew' | undefined;
  /** Counts the joins: what waited from before one is dropped, as its answer covers it. */
  #visit = 0;
  /** Gaps seen, and those that stayed open. */
  gaps = 0;
  unfilled = 0;

  constructor(
    private readonly source: StreamSource,
    private readonly ledger: Ledger,
    private readonly options: StreamViewOptions,
  ) {}

  /** Position of the newest event shown. */
  get last(): Position | undefined {
    return this.#last;
  }

  get isSettled(): boolean {
    return !this.#busy && this.#joining === undefined && this.#waiting.length === 0;
  }

  /** Joins, or joins again after a reconnect; `anew`: without a position, as after a reset. */
  enter(how: 'resume' | 'anew' = 'resume'): Promise<void> {
    if (this.#joinAgain !== 'anew') this.#joinAgain = how;
    this.#visit += 1;
    this.#waiting = [];
    this.#joining ??= this.#join().finally(() => (this.#joining = undefined));
    return this.#joining;
  }

  /** Takes an event from the socket. */
  receive(event: LogEvent): void {
    this.#waiting.push({ event, t: this.options.now() });
    if (this.#waiting.length > mostWaiting) void this.enter('anew');
    if (this.#joining === undefined) void this.#show();
  }

  async #join(): Promise<void> {
    for (let tries = 1; this.#joinAgain !== undefined && !this.options.stopped(); tries += 1) {
      const last = this.#joinAgain === 'anew' ? undefined : this.#last;
      this.#joinAgain = undefined;
      const answer = await this.source.join(last);
      if (answer === undefined) {
        this.#joinAgain ??= last === undefined ? 'anew' : 'resume';
        await this.options.pause(backOff(tries, 2_000));
      } else if (this.#takePage(answer)) this.#joinAgain ??= 'resume';
    }
    void this.#show();
  }

  /** Answers whether there are more pages. */
  #takePage({ epoch, head, events, recovered, more }: Joined): boolean {
    const goesOn = recovered && this.#last?.epoch === epoch;
    const from = goesOn ? this.#last!.offset + 1 : (events[0]?.offset ?? head + 1);
    const { viewer, stream, now } = this.options;
    const t = now();
    this.ledger({ type: 'RECOVERED', viewer, stream, epoch, from, recovered: goesOn, t });
    if (!goesOn) this.#last = { epoch, offset: from - 1 };
    for (const event of events) this.#take({ event, t }, 'join');
    return more && recovered;
  }

  async #show(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting.length > 0 && this.#joining === undefined && this.#last !== undefined) {
      const arrival = this.#waiting.shift()!;
      const { offset, prev } = arrival.event;
      const visit = this.#visit;
      const follows = prev === this.#last.offset || offset <= this.#last.offset;
      if (!follows) await this.#fill(offset, prev);
      if (visit === this.#visit) this.#take(arrival, 'live');
    }
    this.#busy = false;
  }

  /**
   * Fetches what stands between the last event shown and `offset`. Where `prev` is null nothing
   * need be missing; else it goes on until the event before is there, or a later one (the event
   * before may have been removed since).
   */
  async #fill(offset: number, prev: number | null): Promise<void> {
    if (prev !== null) this.gaps += 1;
    const { now, pause, stopped } = this.options;
    const [end, visit] = [now() + gapLimitMs, this.#visit];
    for (let tries = 1; now() < end && !stopped(); tries += 1) {
      const before = this.#last!.offset;
      const reached = await this.#fetch(offset);
      if (visit !== this.#visit) return;
      if (reached !== undefined && reached >= (prev ?? offset)) return;
      if (this.#last!.offset === before) await pause(backOff(tries, 1_000));
    }
    this.unfilled += 1;
  }

  /** Shows what the history has before `offset`; answers how far it reaches, undefined where it is away. */
  async #fetch(offset: number): Promise<number | undefined> {
    const { epoch, offset: last } = this.#last!;
    const visit = this.#visit;
    try {
      const events = await this.source.after(epoch, last);
      if (visit !== this.#visit) return undefined;
      const t = this.options.now();
      for (const event of events) if (event.offset < offset) this.#take({ event, t }, 'fetch');
      return events.at(-1)?.offset ?? last;
    } catch {
      // The history is away or busy: asked again until the limit, then the gap is reported.
      return undefined;
    }
  }

  #take({ event, t }: Arrival, way: Way): void {
    const { epoch, offset: last } = this.#last!;
    const rendered = event.offset > last;
    if (rendered) this.#last = { epoch, offset: event.offset };
    const { viewer } = this.options;
    this.ledger({ type: 'SEEN', viewer, way, rendered, t, ...shown(event, epoch) });
  }
}

/** An event as the ledger notes it. */
export function shown(event: LogEvent, epoch: number): Omit<EntryOf<'HISTORY'>, 'type'> {
  const { streamId: stream, offset, id, type: kind } = event;
  const place = { stream, epoch, offset, id, kind };
  if (event.type !== 'message.posted') return place;
  const stamp = stampOf(event.text);
  const content = { author: event.author.id, crc: textCrc(event.text) };
  return {
    ...place,
    content: stamp ? { ...content, stamp: `${stamp.run}.${stamp.sender}.${stamp.seq}` } : content,
  };
}

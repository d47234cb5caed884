import type { Joined, Position } from '@livechat/contracts';
import type { EventPlace } from './event-place.ts';
import type { Receipts } from './receipts.ts';

interface Arrival extends EventPlace {
  readonly id: string | undefined;
  readonly t: number;
}

/**
 * The list of a chatter, kept by places alone: that every event follows the one before shows that
 * none is missing, doubled or swapped. At a gap it joins again behind its last event.
 */
export class LeanView {
  /** Events taken, frames that came again after a join, gaps, and lists begun anew. */
  seen = 0;
  repeats = 0;
  gaps = 0;
  resets = 0;
  /** Frames of one connection that did not rise: doubled or swapped by the server. */
  swapped = 0;
  #last: Position | undefined;
  #newestFrame = -1;
  /** What came while joining; undefined when nothing is awaited. */
  #early: Arrival[] | undefined = [];

  constructor(
    private readonly receipts: Receipts,
    private readonly joinAgain: () => void,
  ) {}

  /** Position of the newest event taken. */
  get last(): Position | undefined {
    return this.#last;
  }

  /** A join begins: what comes from now on waits for its answer. */
  joining(): void {
    this.#early = [];
    this.#newestFrame = -1;
  }

  /** Takes the answer of a join; answers whether there is more to be joined for. */
  joined({ epoch, head, events, recovered, more }: Joined, t: number): boolean {
    const goesOn = recovered && this.#last?.epoch === epoch;
    if (goesOn) for (const { offset, id } of events) this.#take({ offset, id, prev: null, t });
    else this.#begin({ epoch, offset: events.at(-1)?.offset ?? head });
    if (goesOn && more) return true;
    this.#last = { epoch, offset: Math.max(head, this.#last?.offset ?? -1) };
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const arrival of early) this.#follow(arrival);
    return false;
  }

  /** Takes an event from the socket; `id` is asked for only where the event is new to everybody. */
  receive({ offset, prev }: EventPlace, t: number, id: () => string): void {
    if (offset <= this.#newestFrame) this.swapped += 1;
    this.#newestFrame = Math.max(offset, this.#newestFrame);
    const arrival = { offset, prev, t, id: this.receipts.knows(offset) ? undefined : id() };
    if (this.#early) this.#early.push(arrival);
    else this.#follow(arrival);
  }

  #begin(from: Position): void {
    if (this.#last !== undefined) this.resets += 1;
    this.#last = from;
  }

  #follow(arrival: Arrival): void {
    const last = this.#last?.offset ?? -1;
    if (this.#early) this.#early.push(arrival);
    else if (arrival.offset <= last) this.repeats += 1;
    else if (arrival.prev === last) this.#take(arrival);
    else {
      this.gaps += 1;
      this.#early = [arrival];
      this.joinAgain();
    }
  }

  #take({ offset, id, t }: Arrival): void {
    const { epoch = 0, offset: last = -1 } = this.#last ?? {};
    if (offset <= last) return;
    this.#last = { epoch, offset };
    this.seen += 1;
    this.receipts.received(offset, t, id);
  }
}

import type { LogEvent, Position } from '@livechat/contracts';

/** How events came: as they happened, or later because they had been missed. */
export type Way = 'live' | 'missed';

export interface SequenceDoor {
  /** Every event once, in the order of the log. */
  pass(events: readonly LogEvent[], way: Way): void;
  /** Events of one epoch above `after` and below `before`, ascending; rejects where they cannot be had. */
  read(hole: Hole): Promise<readonly LogEvent[]>;
  /** A hole that could not be filled: join again after the last position. */
  lost(): void;
}

/** What is missing, bounds exclusive. */
export interface Hole {
  readonly epoch: number;
  readonly after: number;
  readonly before: number;
}

/** More than this waiting behind a hole is not worth filling: the server's own resume is quicker. */
const mostWaiting = 5_000;

/**
 * The events of one stream in order. Whatever is not above the last one is dropped, a hole (`prev`
 * above the last one, or unknown) is read before what follows it is passed on. While `hold` is on,
 * live events wait for the pages of a join.
 */
export class EventSequence {
  private position: Position | undefined;
  private waiting: LogEvent[] = [];
  private isHeld = true;
  private isFilling = false;
  /** Rises when the past is given up, so that a reading begun before changes nothing. */
  private turn = 0;

  constructor(private readonly door: SequenceDoor) {}

  /** Of the newest event passed on; a join resumes behind it. */
  get last(): Position | undefined {
    return this.position;
  }

  /** Live events wait from now on; a join is under way. */
  hold(): void {
    this.isHeld = true;
    this.forget();
  }

  /** Begins anew at the end of a snapshot, whose events the caller takes himself. */
  startAt(position: Position): void {
    this.forget(position.offset);
    this.position = position;
  }

  /** A page of what was missed; its holes, if any, are read like those of live events. */
  async missed(events: readonly LogEvent[]): Promise<void> {
    const { turn } = this;
    for (const event of events) {
      if (turn !== this.turn || !this.isNext(event)) continue;
      if (this.isHoleBefore(event)) await this.fillBefore(event);
      if (turn === this.turn) this.passOn([event], 'missed');
    }
  }

  /** The pages of a join are through: live events pass. */
  release(): void {
    this.isHeld = false;
    this.drain();
  }

  /** An event as it was heard. */
  take(event: LogEvent): void {
    if (!this.isHeld && !this.isFilling && this.isNext(event) && !this.isHoleBefore(event)) {
      return this.passOn([event], 'live');
    }
    this.waiting.push(event);
    if (this.waiting.length > mostWaiting) return this.overflow();
    this.drain();
  }

  /** What is dropped during a join shows as a hole after it. */
  private overflow(): void {
    if (this.isHeld) this.waiting = [];
    else this.giveUp();
  }

  private drain(): void {
    while (!this.isHeld && !this.isFilling) {
      const event = this.waiting.shift();
      if (!event) return;
      if (!this.isNext(event)) continue;
      if (this.isHoleBefore(event)) return void this.fillThenPass(event);
      this.passOn([event], 'live');
    }
  }

  private async fillThenPass(event: LogEvent): Promise<void> {
    const { turn } = this;
    this.isFilling = true;
    await this.fillBefore(event);
    if (turn !== this.turn) return;
    this.isFilling = false;
    this.passOn([event], 'live');
    this.drain();
  }

  /** Passes on what the log holds below an event; gives up where it cannot be read. */
  private async fillBefore({ offset }: LogEvent): Promise<void> {
    const { turn, position } = this;
    if (!position) return;
    const hole = { epoch: position.epoch, after: position.offset, before: offset };
    try {
      const events = await this.door.read(hole);
      if (turn !== this.turn) return;
      this.passOn(
        events.filter((event) => event.offset > hole.after && event.offset < offset),
        'missed',
      );
    } catch {
      // Whatever kept it from being read, joining again is the way on.
      if (turn === this.turn) this.giveUp();
    }
  }

  private giveUp(): void {
    this.hold();
    this.door.lost();
  }

  private passOn(events: readonly LogEvent[], way: Way): void {
    const newest = events.at(-1);
    if (!newest || !this.position) return;
    this.position = { epoch: this.position.epoch, offset: newest.offset };
    this.door.pass(events, way);
  }

  private isNext({ offset }: LogEvent): boolean {
    return this.position !== undefined && offset > this.position.offset;
  }

  /** Between the last event and this one may stand others: its `prev` is above the last, or unknown. */
  private isHoleBefore({ prev }: LogEvent): boolean {
    return prev === null || prev > (this.position?.offset ?? -1);
  }

  /** Drops what waits, save what a snapshot up to `head` does not hold. */
  private forget(head?: number): void {
    this.turn++;
    this.isFilling = false;
    this.waiting = head === undefined ? [] : this.waiting.filter(({ offset }) => offset > head);
  }
}

import type { LogEvent } from '@livechat/contracts';

/** The shared filter of the log's readers looks back this far (protocol.md C). */
const filterMs = 300_000;

interface Mark {
  readonly offset: number;
  readonly at: number;
  /** Until when it holds, in the log's time; a ban and the end of a stream hold for good. */
  readonly until: number;
  /** The same by the clock of this browser, which may be wrong by hours. */
  readonly untilHere: number;
}

const forGood = { until: Infinity, untilHere: Infinity } as const;

/** What the log says of me: whether I may write, and which of my acked messages no reader shows. */
export class OwnStanding {
  private ban: Mark | undefined;
  private timeOut: Mark | undefined;
  private end: Mark | undefined;

  constructor(
    private readonly me: () => string | undefined,
    private readonly now: () => number,
  ) {}

  /** Answers whether the event concerns me, or all. */
  take(event: LogEvent): boolean {
    const { offset, at } = event;
    if (event.type === 'stream.ended') {
      this.end = { offset, at, ...forGood };
      return true;
    }
    if (!('userId' in event) || event.userId !== this.me()) return false;
    if (event.type === 'chatter.banned') this.ban = { offset, at, ...forGood };
    else if (event.type === 'chatter.pardoned') this.ban = this.timeOut = undefined;
    else if (event.type === 'chatter.timed_out') {
      const { until } = event;
      this.timeOut = { offset, at, until, untilHere: this.now() + until - at };
    }
    return true;
  }

  /** Another user, or a snapshot: the past counts no more. */
  forget(): void {
    this.ban = this.timeOut = this.end = undefined;
  }

  /** Whether a message of mine at this place of the log is void. */
  isVoid(offset: number, at: number): boolean {
    return [this.ban, this.timeOut, this.end].some(
      (mark) =>
        mark !== undefined && mark.offset < offset && at - mark.at <= filterMs && at < mark.until,
    );
  }

  get isBanned(): boolean {
    return this.ban !== undefined;
  }

  /** Until when I am timed out, by the clock of this browser. */
  get timedOutUntil(): number | undefined {
    return this.timeOut?.untilHere;
  }
}

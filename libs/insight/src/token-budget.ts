import type { Counters } from '@livechat/backends';

export interface TokenCaps {
  /** Per stream and hour; null: none. */
  readonly perStream: number | null;
  readonly perDay: number | null;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** Tokens set aside for a call; one settles it, whatever came of the call. */
export interface Reservation {
  /** Sets further tokens aside; false where a cap leaves no room for them. */
  more(tokens: number): Promise<boolean>;
  /** Keeps what was used and gives the rest back. */
  settle(used: number): Promise<void>;
}

/**
 * Tokens are reserved before a call and settled after it, so that no burst passes a cap. Hours and
 * days are those of the wall clock (UTC): what is settled late counts where it was reserved.
 */
export class TokenBudget {
  constructor(
    private readonly counters: Counters,
    private readonly caps: TokenCaps,
    /** A clock in ms since 1970. */
    private readonly now: () => number = Date.now,
  ) {}

  /** Undefined where the tokens do not fit under both caps. */
  async reserve(streamId: string, tokens: number): Promise<Reservation | undefined> {
    const add = this.adder(streamId);
    let reserved = 0;
    const more = async (amount: number): Promise<boolean> => {
      const fits = await this.take(add, amount);
      if (fits) reserved += amount;
      return fits;
    };
    const settle = async (used: number): Promise<void> => {
      await add(used - reserved);
    };
    return (await more(tokens)) ? { more, settle } : undefined;
  }

  private async take(add: Adder, tokens: number): Promise<boolean> {
    const [stream, day] = await add(tokens);
    const fits =
      stream <= (this.caps.perStream ?? Infinity) && day <= (this.caps.perDay ?? Infinity);
    if (!fits) await add(-tokens);
    return fits;
  }

  /** Adds to the counters of this hour and day, also later. */
  private adder(streamId: string): Adder {
    const hour = `llm:stream:${streamId}:${Math.floor(this.now() / hourMs)}`;
    const day = `llm:day:${Math.floor(this.now() / dayMs)}`;
    return async (tokens) => {
      const counts = [
        this.counters.add(hour, tokens, 2 * hourMs),
        this.counters.add(day, tokens, 2 * dayMs),
      ] as const;
      const [ofStream, ofDay] = await Promise.all(counts);
      return [ofStream.value, ofDay.value];
    };
  }
}

type Adder = (tokens: number) => Promise<readonly [stream: number, day: number]>;

import type { Counters } from '@livechat/backends';

export interface TokenCaps {
  /** Per stream and hour; null: none. */
  readonly perStream: number | null;
  readonly perDay: number | null;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** Tokens are reserved before a call and settled after it, so that no burst passes a cap. */
export class TokenBudget {
  constructor(
    private readonly counters: Counters,
    private readonly caps: TokenCaps,
  ) {}

  /** Whether the tokens fit under both caps; what does not fit is given back. */
  async reserve(streamId: string, tokens: number): Promise<boolean> {
    const [stream, day] = await Promise.all([
      this.counters.add(`llm:stream:${streamId}`, tokens, hourMs),
      this.counters.add('llm:day', tokens, dayMs),
    ]);
    const fits =
      stream.value <= (this.caps.perStream ?? Infinity) &&
      day.value <= (this.caps.perDay ?? Infinity);
    if (!fits) await this.settle(streamId, tokens, 0);
    return fits;
  }

  async settle(streamId: string, reserved: number, used: number): Promise<void> {
    await Promise.all([
      this.counters.add(`llm:stream:${streamId}`, used - reserved, hourMs),
      this.counters.add('llm:day', used - reserved, dayMs),
    ]);
  }
}

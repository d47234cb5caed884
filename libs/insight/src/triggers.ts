import type { SummaryRequest } from '@livechat/contracts';

/** When a stream's summaries are due. */
export interface TriggerRules {
  /** New messages for a request. */
  readonly every: number;
  /** Messages a summary looks at, its block and older context. */
  readonly window: number;
  /** Least event time between two requests, ms. */
  readonly minInterval: number;
}

/** The messages of one request: offsets of its first and last one, and the stream's count at its end. */
interface Block {
  readonly from: number;
  readonly upTo: number;
  readonly count: number;
  readonly posted: number;
  readonly at: number;
  readonly final?: true;
}

/** The form in which a checkpoint keeps the trigger. */
export interface SavedTrigger {
  readonly posted: number;
  readonly open: { readonly from: number; readonly upTo: number; readonly count: number } | null;
  readonly lastAt: number | null;
  readonly blocks: readonly Block[];
}

export type DueRequest = Omit<SummaryRequest, 'streamId' | 'epoch' | 'id'> & {
  /** Messages posted in the stream so far; makes the request's id. */
  readonly posted: number;
};

const maxBlocks = 1_000;
/** The trigger of a stream without messages. */
export const untriggered: SavedTrigger = { posted: 0, open: null, lastAt: null, blocks: [] };

/**
 * Decides, event by event in log order, when a summary is due: after `every` new messages, no two
 * closer than `minInterval` of event time, what was held back with the first later event that
 * may, and the rest at the stream's end. Knows neither clock nor chance: the same log makes the
 * same requests.
 */
export class SummaryTrigger {
  private posted: number;
  private open: { from: number; upTo: number; count: number } | null;
  private lastAt: number | null;
  private blocks: Block[];

  constructor(
    private readonly rules: TriggerRules,
    saved: SavedTrigger = untriggered,
  ) {
    this.posted = saved.posted;
    this.open = saved.open && { ...saved.open };
    this.lastAt = saved.lastAt;
    this.blocks = [...saved.blocks];
  }

  /** A message was posted at an offset; `clock` is the stream's event time with it. */
  message(offset: number, clock: number): DueRequest | undefined {
    this.posted++;
    this.open ??= { from: offset, upTo: offset, count: 0 };
    this.open.upTo = offset;
    this.open.count++;
    return this.event(clock);
  }

  /** Anything happened in the stream: what was held back may be due. */
  event(clock: number): DueRequest | undefined {
    if (!this.open || this.open.count < this.rules.every) return undefined;
    if (this.lastAt !== null && clock - this.lastAt < this.rules.minInterval) return undefined;
    return this.fire(clock);
  }

  /**
   * The stream ended with the event at `offset`: its recap is due, of what is left or, where the
   * last request took all, as a revision of that one.
   */
  end(clock: number, offset: number): DueRequest | undefined {
    if (this.open) return this.fire(clock, true);
    const last = this.blocks.pop();
    if (!last) return undefined;
    this.blocks.push({ ...last, at: clock, final: true });
    return last.final ? undefined : { ...last, at: clock, final: true, revision: offset };
  }

  /**
   * The requests to make again because the message at `offset` was removed or put back by the
   * event at `revision`: the one whose block it is in, then those that may look back on it, as
   * the recap does on all.
   */
  revised(offset: number, revision: number): readonly DueRequest[] {
    const own = this.blocks.findIndex((block) => block.from <= offset && offset <= block.upTo);
    const block = this.blocks[own];
    const recap = this.blocks.filter((b) => b.final && b !== block && offset <= b.upTo);
    if (!block) return recap.map((b) => ({ ...b, revision }));
    // Removed messages do not fill a window, so it may reach back further than its size says.
    const reach = block.posted - block.count + 2 * this.rules.window;
    const later = this.blocks.slice(own + 1).filter((b) => b.posted - b.count < reach && !b.final);
    return [block, ...later, ...recap].map((b) => ({ ...b, revision }));
  }

  toJSON(): SavedTrigger {
    const { posted, lastAt } = this;
    return { posted, open: this.open && { ...this.open }, lastAt, blocks: [...this.blocks] };
  }

  private fire(clock: number, final = false): DueRequest | undefined {
    if (!this.open) return undefined;
    const block: Block = {
      ...this.open,
      posted: this.posted,
      at: clock,
      ...(final && { final: true as const }),
    };
    this.open = null;
    this.lastAt = clock;
    this.blocks.push(block);
    if (this.blocks.length > maxBlocks) this.blocks.shift();
    return { ...block, revision: 0 };
  }
}

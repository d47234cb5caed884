/** A message that asks; `at` is event time in whole seconds. */
export interface Ask {
  readonly offset: number;
  readonly at: number;
  readonly authorId: string;
  readonly weight: number;
  readonly clarity: number;
  standing: Standing;
  /** As written; unknown of what was asked before the state was loaded. */
  text: string | undefined;
}

/** An erased message does not come back. */
export type Standing = 'stands' | 'removed' | 'erased';

/** A moderator's word on a question. */
export interface Mark {
  readonly state: 'answered' | 'dismissed';
  /** Of the moderator's event. */
  readonly offset: number;
  /** Event time, ms, up to which the same question, asked by who has not heard the answer yet, belongs to it. */
  readonly until: number;
  /** What was asked. */
  readonly keys: readonly number[];
}

/** All messages that ask the same with the same keys, in log order. */
export class Wording {
  readonly asks: Ask[] = [];
  /** Offset of the first message that stands, −1 if none does. */
  first = -1;
  /** Messages that stand. */
  standing = 0;

  constructor(
    readonly keys: Int32Array,
    public mark: Mark | undefined,
  ) {}

  get signature(): string {
    return signatureOf(this.keys);
  }

  /** Offset of the newest message, standing or not. */
  get newest(): number {
    return this.asks.at(-1)?.offset ?? -1;
  }

  add(ask: Ask): void {
    this.asks.push(ask);
    if (ask.standing !== 'stands') return;
    if (this.first < 0) this.first = ask.offset;
    this.standing++;
  }

  set(ask: Ask, standing: Standing): void {
    const stood = ask.standing === 'stands';
    ask.standing = standing;
    const stands = standing === 'stands';
    if (stood === stands) return;
    this.standing += stands ? 1 : -1;
    if (stands) this.first = this.first < 0 ? ask.offset : Math.min(this.first, ask.offset);
    else if (ask.offset === this.first) {
      this.first = this.asks.find((other) => other.standing === 'stands')?.offset ?? -1;
    }
  }
}

export const signatureOf = (keys: Int32Array): string => keys.join();

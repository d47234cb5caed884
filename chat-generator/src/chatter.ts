import { randomUUID } from 'node:crypto';
import { isRetriable, type Answer, type ClientEvent, type Failure } from '@livechat/contracts';
import type { Ledger } from './ledger/entries.ts';
import { backOff } from './pause.ts';
import { stamped, textCrc } from './stamp.ts';

type Message = ClientEvent<'message:send'>;

/** A chatter's way to the server. */
export interface Door {
  /** Resolves once messages may be sent: connected and joined. */
  ready(): Promise<void>;
  /** Undefined where no answer came. */
  send(message: Message): Promise<Answer<'message:send'> | undefined>;
}

/** Something to say. */
export interface Offer {
  readonly text: string;
  /** When it was meant to be said, ms since 1970: latencies count from here. */
  readonly due: number;
  /** Asked when it is sent: the offset it answers, if there is one. */
  readonly replyTo?: () => number | undefined;
}

export interface ChatterOptions {
  readonly sender: number;
  readonly streamId: string;
  /** The run's name where texts are to carry it with number and CRC. */
  readonly stamp?: string | undefined;
  readonly pause: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly stopped: () => boolean;
  /** Told the offset of each message that got in. */
  readonly acked?: (offset: number) => void;
}

/** A resend later than this could be taken for a new message. */
const resendMs = 120_000;
const longestQueue = 200;

/**
 * Sends what it is offered, in order and one at a time, as a person with a careful client would:
 * what is refused for now or not answered is sent again with the same id, for at most 2 minutes.
 */
export class Chatter {
  readonly #queue: Offer[] = [];
  #seq = 0;
  #work: Promise<void> | undefined;

  constructor(
    private readonly door: Door,
    private readonly ledger: Ledger,
    private readonly options: ChatterOptions,
  ) {}

  /** False where so much waits already that this one is dropped unsent. */
  offer(offer: Offer): boolean {
    if (this.#queue.length >= longestQueue) return false;
    this.#queue.push(offer);
    this.#work ??= this.#drain().finally(() => (this.#work = undefined));
    return true;
  }

  /** Resolves once everything offered is settled or, after a stop, given up. */
  async idle(): Promise<void> {
    await this.#work;
  }

  /** How many offers wait unsent. */
  get waiting(): number {
    return this.#queue.length;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0 && !this.options.stopped()) {
      await this.#deliver(this.#queue.shift()!);
    }
  }

  async #deliver(offer: Offer): Promise<void> {
    const message = this.#message(offer);
    const { now, stopped, pause } = this.options;
    const end = now() + resendMs;
    for (let tries = 1; ; tries += 1) {
      await this.door.ready();
      if (stopped() && tries === 1) return;
      // The door, or a machine that stood still, may have held it up for longer than that.
      if (tries > 1 && now() > end) return;
      const again = await this.#try(message, offer);
      if (again === undefined || now() >= end || stopped()) return;
      await pause(again.retryAfterMs ?? backOff(tries));
    }
  }

  #message({ text, replyTo }: Offer): Message {
    const { stamp, sender, streamId } = this.options;
    this.#seq += 1;
    const full = stamp === undefined ? text : stamped(text, { run: stamp, sender, seq: this.#seq });
    const answered = replyTo?.();
    const message = { streamId, id: randomUUID(), text: full };
    return answered === undefined ? message : { ...message, replyTo: answered };
  }

  /** Sends once and notes what came of it; answers how to go on where it has to be sent again. */
  async #try(
    message: Message,
    { due }: Offer,
  ): Promise<{ retryAfterMs?: number | undefined } | undefined> {
    const { id, streamId: stream, text } = message;
    const { sender, now, acked } = this.options;
    const crc = textCrc(text);
    this.ledger({ type: 'INTENT', sender, seq: this.#seq, id, stream, crc, due, t: now() });
    const answer = await this.door.send(message);
    if (answer?.ok === true) {
      const { epoch, offset } = answer;
      this.ledger({ type: 'ACK', id, epoch, offset, t: now() });
      acked?.(offset);
      return undefined;
    }
    return this.#refused(id, answer);
  }

  #refused(id: string, answer: Failure | undefined) {
    const t = this.options.now();
    const code = answer?.error.code;
    if (code === undefined || code === 'internal') this.ledger({ type: 'UNKNOWN', id, t });
    else this.ledger({ type: 'NACK', id, code, t });
    const again = code === undefined || isRetriable(code) || renewable.has(code);
    return again ? { retryAfterMs: answer?.error.retryAfterMs } : undefined;
  }
}

/** The connection renews its token by itself; until then it is refused. */
const renewable = new Set(['token_expired', 'unauthenticated']);

import { isRetriable, type ClientEvent, type MessagePosted, type Sent } from '@livechat/contracts';
import { RequestError, type RequestErrorCode } from '../api/http.ts';

export type Quote = NonNullable<MessagePosted['replyTo']>;

/** A message of ours that has not come back as an event yet. */
export interface OwnMessage {
  readonly id: string;
  readonly text: string;
  readonly replyTo?: Quote | undefined;
  /** `sent`: acked, its event is on the way. */
  readonly state: 'sending' | 'sent' | 'failed';
  /** Why it failed; `offline`: nobody knows whether it arrived. */
  readonly fault?: RequestError | undefined;
  readonly createdAt: number;
  /** From the ack. */
  readonly offset?: number;
  readonly at?: number;
}

export interface OwnNeeds {
  readonly streamId: string;
  /** Rejects with RequestError. */
  readonly send: (message: ClientEvent<'message:send'>) => Promise<Sent>;
  /** Whether no reader shows a message of mine at this place of the log. */
  readonly isVoid: (offset: number, at: number) => boolean;
  readonly changed: () => void;
  readonly newId: () => string;
  readonly now: () => number;
}

/** As long as a resend with the same id can do no harm (protocol.md A3). */
const resendMs = 120_000;
const pauseMs = 1_000;
/** More than this written and not yet there is refused. */
const mostWaiting = 50;

/**
 * What I wrote and how far it got: sent one after another, again with the same id while nobody
 * knows what became of it, settled by its ack or by its event, whichever comes first.
 */
export class OwnMessages {
  private messages: readonly OwnMessage[] = [];
  private isOpen = false;
  private isBusy = false;
  /** Events up to this offset have been seen. */
  private reached = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly needs: OwnNeeds) {}

  /** Oldest first. */
  get list(): readonly OwnMessage[] {
    return this.messages;
  }

  /** Answers false, and takes nothing, where too many wait already. */
  write(text: string, replyTo?: Quote): boolean {
    if (this.messages.length >= mostWaiting) return false;
    const { newId, now } = this.needs;
    const message: OwnMessage = { id: newId(), text, replyTo, state: 'sending', createdAt: now() };
    this.show([...this.messages, message]);
    void this.next();
    return true;
  }

  /** Tries a failed one again, under its old id only while that cannot bring it twice. */
  resend(id: string): void {
    const old = this.messages.find((message) => message.id === id);
    if (old?.state !== 'failed') return;
    const now = this.needs.now();
    const isFresh = now - old.createdAt < resendMs;
    const { text, replyTo } = old;
    const again: OwnMessage = isFresh
      ? { id, text, replyTo, state: 'sending', createdAt: old.createdAt }
      : { id: this.needs.newId(), text, replyTo, state: 'sending', createdAt: now };
    this.show([...this.messages.filter((message) => message !== old), again]);
    void this.next();
  }

  dismiss(id: string): void {
    this.drop((message) => message.id === id && message.state === 'failed');
  }

  /** The stream is joined: what waits is sent. */
  open(): void {
    this.isOpen = true;
    void this.next();
  }

  /** The connection is gone; what waits goes out with the next one, for a while. */
  close(): void {
    this.isOpen = false;
    this.expireLater();
  }

  /** The user is another one, or nobody: nothing may go out under a wrong name. */
  abandon(): void {
    const fault = new RequestError('unauthenticated');
    this.show(
      this.messages.map((m) => (m.state === 'sending' ? { ...m, state: 'failed', fault } : m)),
    );
  }

  /** An event of the log: it may be one of ours, and may come before its ack. */
  settle(id: string): void {
    this.drop((message) => message.id === id);
  }

  /** Whatever was acked at or below this offset has come, stands further up, or is void. */
  passed(offset: number): void {
    this.reached = offset;
    this.drop((message) => message.offset !== undefined && message.offset <= offset);
  }

  /** What the log says of me has changed: acked messages that are void now are dropped. */
  judge(): void {
    const { isVoid } = this.needs;
    this.drop(({ offset, at }) => offset !== undefined && at !== undefined && isVoid(offset, at));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.isOpen = false;
  }

  private async next(): Promise<void> {
    this.expire();
    const message = this.messages.find(({ state }) => state === 'sending');
    if (!this.isOpen) return this.expireLater();
    if (!message || this.isBusy) return;
    this.isBusy = true;
    const { id, text, replyTo } = message;
    const { streamId } = this.needs;
    let waitMs: number | undefined;
    try {
      const reply = replyTo && { replyTo: replyTo.offset };
      this.acked(id, await this.needs.send({ streamId, id, text, ...reply }));
    } catch (error) {
      waitMs = this.refused(
        id,
        error instanceof RequestError ? error : new RequestError('internal'),
      );
    }
    this.isBusy = false;
    if (waitMs === undefined) void this.next();
    else this.again(waitMs);
  }

  private acked(id: string, { offset, at }: Sent): void {
    const isGone = offset <= this.reached || this.needs.isVoid(offset, at);
    if (isGone) this.drop((message) => message.id === id);
    else this.change(id, { state: 'sent', offset, at });
  }

  /** Answers how long to wait before the next try; undefined where this one failed for good. */
  private refused(id: string, fault: RequestError): number | undefined {
    const { code, details } = fault;
    const waitMs = Math.max(details.retryAfterMs ?? 0, pauseMs);
    if (isWorthWaiting(code) && this.needs.now() + waitMs < this.end(id)) return waitMs;
    this.change(id, { state: 'failed', fault });
    return undefined;
  }

  private again(waitMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.next(), waitMs);
  }

  private end(id: string): number {
    return (this.messages.find((m) => m.id === id)?.createdAt ?? 0) + resendMs;
  }

  private expire(): void {
    const before = this.needs.now() - resendMs;
    const isOver = (m: OwnMessage) => m.state === 'sending' && m.createdAt <= before;
    if (!this.messages.some(isOver)) return;
    const fault = new RequestError('offline');
    this.show(this.messages.map((m) => (isOver(m) ? { ...m, state: 'failed', fault } : m)));
  }

  private expireLater(): void {
    const oldest = this.messages.find(({ state }) => state === 'sending');
    if (!oldest) return;
    clearTimeout(this.timer);
    const waitMs = Math.max(0, oldest.createdAt + resendMs - this.needs.now());
    this.timer = setTimeout(() => {
      this.expire();
      this.expireLater();
    }, waitMs);
  }

  private change(id: string, change: Partial<OwnMessage>): void {
    this.show(this.messages.map((m) => (m.id === id ? { ...m, ...change } : m)));
  }

  /** Answers whether any was there. */
  private drop(isGone: (message: OwnMessage) => boolean): boolean {
    const left = this.messages.filter((message) => !isGone(message));
    if (left.length === this.messages.length) return false;
    this.show(left);
    return true;
  }

  private show(messages: readonly OwnMessage[]): void {
    this.messages = messages;
    this.needs.changed();
  }
}

/** Slow mode may take long: the writer decides, and sees the seconds. */
const isWorthWaiting = (code: RequestErrorCode): boolean =>
  code === 'offline' || (code !== 'slow_mode' && isRetriable(code));

import {
  defaultRules,
  type ClientEvent,
  type ClientEventName,
  type Joined,
  type LogEvent,
  type LogEventType,
  type EventOf,
  type MessagePosted,
  type ServerEvent,
  type ServerEventName,
  type You,
} from '@livechat/contracts';
import { RequestError, type RequestErrorCode } from '../api/http.ts';
import type { ChatSocket, HandshakeAuth, OpenSocket, Refusal, SocketEars } from '../api/socket.ts';

export const streamId = 's1';
export const at = 1_800_000_000_000;

type Fields<T extends LogEventType> = Partial<EventOf<T>>;

/** An event of the log; `prev` is the offset below unless given. */
export function event<T extends LogEventType>(
  type: T,
  offset: number,
  fields: Fields<T> = {},
): EventOf<T> {
  const place = { streamId, id: `e${offset}`, offset, prev: offset - 1, at: at + offset };
  return { type, ...place, by: 'mod', ...fields } as unknown as EventOf<T>;
}

export const message = (offset: number, fields: Fields<'message.posted'> = {}): MessagePosted =>
  event('message.posted', offset, {
    author: { id: 'u-ann', displayName: 'Ann', kind: 'member', role: 'member' },
    text: `text ${offset}`,
    ...fields,
  });

export const messages = (from: number, upTo: number): MessagePosted[] =>
  Array.from({ length: upTo - from + 1 }, (_, i) => message(from + i));

export const removal = (offset: number, target: number, fields: Fields<'message.removed'> = {}) =>
  event('message.removed', offset, {
    target: { offset: target, at: at + target, authorId: 'u-ann' },
    ...fields,
  });

export const guest: You = { role: 'guest', mayChat: true };

/** One connection as the fake server sees it. */
export class FakeSocket implements ChatSocket {
  isClosed = false;
  readonly asked: { name: ClientEventName; payload: unknown }[] = [];
  private readonly open = new Set<(error: Error) => void>();

  constructor(
    readonly auth: HandshakeAuth,
    readonly ears: SocketEars,
    private readonly server: FakeServer,
  ) {}

  async ask<E extends ClientEventName>(name: E, payload: ClientEvent<E>): Promise<never> {
    this.asked.push({ name, payload });
    const broken = new Promise<never>((_, reject) => this.open.add(reject));
    return Promise.race([this.server.answer(this, name, payload), broken]) as Promise<never>;
  }

  close(): void {
    this.isClosed = true;
    for (const reject of this.open) reject(new RequestError('offline'));
  }

  /** The line is cut, or the server closes it. */
  cut(refusal?: Refusal): void {
    if (this.isClosed) return;
    this.close();
    this.ears.closed(refusal);
  }

  hear<E extends ServerEventName>(name: E, payload: ServerEvent<E>): void {
    if (!this.isClosed) this.ears.heard(name, payload);
  }
}

type Answerer = (payload: never, socket: FakeSocket) => unknown;

/** A chat-service of one stream: a log, and answers that a test may replace. */
export class FakeServer {
  log: LogEvent[] = [];
  epoch = 1;
  you: You = guest;
  /** Messages a resume answers at once. */
  pageSize = 500;
  snapshotSize = 100;
  isAway = false;
  readonly sockets: FakeSocket[] = [];
  readonly answers = new Map<ClientEventName, Answerer>();

  readonly open: OpenSocket = (auth, ears) => {
    const socket = new FakeSocket(auth, ears, this);
    this.sockets.push(socket);
    queueMicrotask(() => {
      if (this.isAway) socket.cut();
      else if (!socket.isClosed) ears.opened();
    });
    return socket;
  };

  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  get head(): number {
    return this.log.at(-1)?.offset ?? -1;
  }

  /** Appends to the log, and tells the present socket. */
  post(...events: LogEvent[]): void {
    this.log.push(...events);
    for (const each of events) this.socket.hear('event', each);
  }

  payloads<E extends ClientEventName>(name: E): ClientEvent<E>[] {
    const asked = this.sockets.flatMap((socket) => socket.asked);
    return asked.filter((each) => each.name === name).map((each) => each.payload as ClientEvent<E>);
  }

  async answer(socket: FakeSocket, name: ClientEventName, payload: unknown): Promise<unknown> {
    await Promise.resolve();
    const given = this.answers.get(name);
    if (given) return given(payload as never, socket);
    if (name === 'stream:join') return this.join(payload as ClientEvent<'stream:join'>);
    return { ok: true };
  }

  join({ last }: ClientEvent<'stream:join'>): Joined {
    const { epoch, head, you } = this;
    const recovered = last?.epoch === epoch && last.offset <= head;
    const missed = this.log.filter(({ offset }) => offset > (last?.offset ?? -1));
    const events = recovered ? missed.slice(0, this.pageSize) : this.log.slice(-this.snapshotSize);
    const more = recovered && missed.length > events.length;
    const told = { analysis: null, summary: null, viewers: 3, rules: defaultRules, you };
    return { ok: true, epoch, head, events, recovered, more, ...told };
  }

  /** What the history holds of a range. */
  range({ after = -1, before = Infinity }: { after?: number; before?: number }): LogEvent[] {
    return this.log.filter(({ offset }) => offset > after && offset < before);
  }
}

export const refuse = (code: RequestErrorCode, retryAfterMs?: number) => (): never => {
  throw new RequestError(code, { retryAfterMs });
};

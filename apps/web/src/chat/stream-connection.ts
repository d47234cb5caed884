import type {
  Acks,
  AnalysisFrame,
  ClientEvent,
  ClientEventName,
  Joined,
  LogEvent,
  ServerEvent,
  ServerEventName,
  Summary,
} from '@livechat/contracts';
import { isRetriable } from '@livechat/contracts';
import { RequestError, type RequestErrorCode } from '../api/http.ts';
import type { ChatSocket, HandshakeAuth, OpenSocket, Refusal } from '../api/socket.ts';
import { EventSequence, type Hole, type Way } from './event-sequence.ts';

/** `failed`: nothing is tried any more, e.g. since there is no such stream. */
export type ConnectionState =
  | { readonly name: 'connecting' | 'live' | 'reconnecting' }
  | { readonly name: 'failed'; readonly code: RequestErrorCode };

/** What the connection tells; events come once each, in the order of the log. */
export interface StreamEars {
  /** Told on every change, and after every join. */
  state(state: ConnectionState): void;
  /** A join was answered. `anew`: the list begins with its events, which are not told again. */
  joined(joined: Joined, anew: boolean): void;
  events(events: readonly LogEvent[]): void;
  /** So many messages had been missed and are there now. */
  recovered(messages: number): void;
  analysis(frame: AnalysisFrame): void;
  summary(summary: Summary): void;
  viewers(count: number): void;
}

export interface ConnectionNeeds {
  readonly streamId: string;
  readonly open: OpenSocket;
  /** Asked anew for every socket; `renew`: the last token was refused. */
  readonly auth: (renew: boolean) => Promise<HandshakeAuth>;
  readonly read: (hole: Hole) => Promise<readonly LogEvent[]>;
  readonly random?: () => number;
}

const firstWaitMs = 500;
const longestWaitMs = 5_000;
const openLimitMs = 15_000;
const renewalCheckMs = 20_000;
const tokenCodes: readonly RequestErrorCode[] = ['token_expired', 'unauthenticated'];

/**
 * Follows one stream over one socket after another: joins, resumes behind the last event, pages
 * through what was missed, comes back by itself, keeps its token fresh, goes when asked to.
 */
export class StreamConnection {
  private readonly sequence: EventSequence;
  private socket: ChatSocket | undefined;
  private current: ConnectionState = { name: 'connecting' };
  /** The pages of a join are through on the present socket. */
  private isJoined = false;
  /** Rises with every attempt: what an older one still does is of no interest. */
  private turn = 0;
  private tries = 0;
  /** Holes in a row that could not be filled. */
  private losses = 0;
  private token: string | undefined;
  private isTokenRefused = false;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private renewal: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly needs: ConnectionNeeds,
    private readonly ears: StreamEars,
  ) {
    this.sequence = new EventSequence({
      pass: (events, way) => this.pass(events, way),
      read: needs.read,
      lost: () => this.lost(),
    });
  }

  /** Connected and joined: what is asked now can be answered. */
  get isReady(): boolean {
    return this.isJoined;
  }

  /** Opens a socket now, whatever there was; the list stays and is resumed. */
  start(): void {
    void this.open();
  }

  /** For a user who changed: the same stream under another name. */
  reidentify(): void {
    if (this.turn > 0 && this.current.name !== 'failed') void this.open();
  }

  /** Does not wait any longer for the next attempt, e.g. since the network is back. */
  hurry(): void {
    if (this.waiting !== undefined && !this.socket) void this.open();
  }

  stop(): void {
    this.leave();
  }

  /** Rejects with RequestError; `offline` while there is no connection. */
  ask<E extends ClientEventName>(name: E, payload: ClientEvent<E>): Promise<Acks[E]> {
    if (!this.socket || !this.isJoined) return Promise.reject(new RequestError('offline'));
    return this.socket.ask(name, payload);
  }

  private async open(): Promise<void> {
    const turn = this.leave();
    try {
      const auth = await this.needs.auth(this.isTokenRefused);
      if (turn !== this.turn) return;
      this.isTokenRefused = false;
      this.token = auth.token;
      this.waiting = setTimeout(() => this.comeBack(), openLimitMs);
      this.socket = this.needs.open(auth, {
        opened: () => void this.join(),
        closed: (refusal) => this.comeBack(refusal),
        heard: (name, payload) => this.hear(name, payload),
      });
    } catch {
      // No token can be had right now: the server is away, as it is for the socket.
      if (turn === this.turn) this.comeBack();
    }
  }

  /** Ends the present attempt; answers the turn of the next. */
  private leave(): number {
    clearTimeout(this.waiting);
    clearInterval(this.renewal);
    this.waiting = undefined;
    this.isJoined = false;
    this.sequence.hold();
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
    return ++this.turn;
  }

  private async join(anew = false): Promise<void> {
    clearTimeout(this.waiting);
    const turn = ++this.turn;
    this.isJoined = false;
    this.sequence.hold();
    try {
      const missed = await this.pages(turn, anew);
      if (missed === undefined) return;
      const wasAway = this.current.name === 'reconnecting';
      this.sequence.release();
      if (turn !== this.turn) return;
      this.lively();
      if (wasAway && missed > 0) this.ears.recovered(missed);
    } catch (error) {
      if (turn === this.turn) this.refused(error);
    }
  }

  /** Joins until no page is left; answers the missed messages, undefined where it was overtaken. */
  private async pages(turn: number, anew: boolean): Promise<number | undefined> {
    for (let missed = 0; ;) {
      const last = anew ? undefined : this.sequence.last;
      const joined = await this.socket?.ask('stream:join', {
        streamId: this.needs.streamId,
        ...(last && { last }),
      });
      if (!joined || turn !== this.turn) return undefined;
      if (!last || !joined.recovered) {
        this.begin(joined);
        return 0;
      }
      this.ears.joined(joined, false);
      await this.sequence.missed(joined.events);
      if (turn !== this.turn) return undefined;
      missed += joined.events.filter(isMessage).length;
      if (!joined.more) return missed;
      if (this.sequence.last?.offset === last.offset) throw new RequestError('internal');
    }
  }

  /** The list begins anew with a snapshot. */
  private begin(joined: Joined): void {
    const { epoch, head, events } = joined;
    this.sequence.startAt({ epoch, offset: Math.max(head, events.at(-1)?.offset ?? -1) });
    this.ears.joined(joined, true);
  }

  private lively(): void {
    this.tries = this.losses = 0;
    this.isJoined = true;
    this.current = { name: 'live' };
    this.ears.state(this.current);
    clearInterval(this.renewal);
    if (this.token === undefined) return;
    this.renewal = setInterval(() => void this.renew(), renewalCheckMs);
  }

  private hear<E extends ServerEventName>(name: E, payload: ServerEvent<E>): void {
    const { ears, needs } = this;
    const told = payload as Partial<ServerEvent<'viewers'> & ServerEvent<'drain'>>;
    if (name === 'drain') return this.leaveIn(told.reconnectInMs ?? 0);
    if (told.streamId !== needs.streamId) return;
    if (name === 'event') this.sequence.take(payload as LogEvent);
    else if (name === 'analysis') ears.analysis(payload as AnalysisFrame);
    else if (name === 'summary') ears.summary(payload as Summary);
    else if (name === 'viewers') ears.viewers(told.count ?? 0);
    else if (this.isJoined) void this.join(true);
  }

  private pass(events: readonly LogEvent[], way: Way): void {
    this.ears.events(events);
    // Those of a join are counted over all its pages, in `pages`.
    if (way === 'missed' && this.isJoined) this.ears.recovered(events.filter(isMessage).length);
  }

  /** The first time the server's own resume may help; after that only a fresh list does. */
  private lost(): void {
    const anew = ++this.losses > 1;
    this.turn++;
    this.isJoined = false;
    this.become({ name: 'reconnecting' });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.join(anew), this.waitMs());
  }

  private leaveIn(ms: number): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.become({ name: 'reconnecting' });
      void this.open();
    }, ms);
  }

  /** The token is renewed long before it ends, as soon as the session has a newer one. */
  private async renew(): Promise<void> {
    const { turn, socket } = this;
    try {
      const { token } = await this.needs.auth(false);
      if (turn !== this.turn || token === undefined || token === this.token) return;
      await socket?.ask('auth:renew', { token });
      this.token = token;
    } catch (error) {
      const isAway = error instanceof RequestError && error.code === 'offline';
      if (turn === this.turn && !isAway) void this.open();
    }
  }

  private refused(error: unknown): void {
    const { code, details } = error instanceof RequestError ? error : new RequestError('internal');
    if (code === 'offline') this.comeBack();
    else this.comeBack({ code, retryAfterMs: details.retryAfterMs });
  }

  /** Tries again after a while, longer each time; gives up where that would be of no use. */
  private comeBack(refusal?: Refusal): void {
    this.leave();
    const code = refusal?.code;
    this.isTokenRefused = code !== undefined && tokenCodes.includes(code);
    if (code !== undefined && !this.isTokenRefused && !isRetriable(code)) {
      return this.become({ name: 'failed', code });
    }
    if (this.current.name === 'live') this.become({ name: 'reconnecting' });
    const waitMs = Math.max(refusal?.retryAfterMs ?? 0, this.waitMs());
    this.waiting = setTimeout(() => void this.open(), waitMs);
  }

  private waitMs(): number {
    const { random = Math.random } = this.needs;
    return Math.min(longestWaitMs, firstWaitMs * 2 ** this.tries++) * (0.5 + random());
  }

  private become(state: ConnectionState): void {
    if (state.name === this.current.name) return;
    this.current = state;
    this.ears.state(state);
  }
}

const isMessage = ({ type }: LogEvent): boolean => type === 'message.posted';

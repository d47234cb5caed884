import {
  AppError,
  clientEventNames,
  clientEvents,
  handshakeAuth,
  type ClientEventName,
} from '@livechat/contracts';
import { Database, endedSessions, Fanout, type Unlisten } from '@livechat/backends';
import {
  InjectSettings,
  isExpected,
  Logger,
  Metrics,
  Shutdown,
  toFailure,
  TokenVerifier,
  type Settings,
} from '@livechat/runtime';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Server, Socket } from 'socket.io';
import { Commands } from './commands.ts';
import { closeCodes } from './socket-line.ts';
import { SocketServer, taken } from './socket-server.ts';
import { SocketSession } from './socket-session.ts';

const sweepMs = 5_000;
const expiryGraceMs = 30_000;
const sessionCheckMs = 30_000;

/** Sockets: handshake, one wrapper around every event, expiry and revocation, the drain. */
@Injectable()
export class ChatGateway implements OnApplicationBootstrap {
  private server: Server | undefined;
  private readonly sessions = new Map<string, SocketSession>();
  private readonly perUser = new Map<string, number>();
  private unlisten: Unlisten | undefined;
  private timers: readonly NodeJS.Timeout[] = [];

  constructor(
    private readonly sockets: SocketServer,
    private readonly commands: Commands,
    private readonly verifier: TokenVerifier,
    private readonly fanout: Fanout,
    private readonly database: Database,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.server = this.sockets.create();
    this.server.use((socket, next) => void this.handshake(socket).then(() => next(), next));
    this.server.on('connection', (socket) => this.connected(socket));
    this.unlisten = await this.fanout.onSignal('sessions', ({ body }) => this.revoked(body));
    this.timers = [
      setInterval(() => this.expire(), sweepMs).unref(),
      setInterval(() => void this.checkSessions(), sessionCheckMs).unref(),
    ];
    this.shutdown.on('drain', 'sockets', () => this.drain());
  }

  /** Identity comes from the token in `auth` and from nowhere else. */
  private async handshake(socket: Socket): Promise<void> {
    try {
      if ('token' in socket.handshake.query) throw new AppError('unauthenticated');
      const auth = handshakeAuth.safeParse(socket.handshake.auth);
      if (!auth.success) throw new AppError('invalid');
      const { token, viewer = socket.id } = auth.data;
      const user = token === undefined ? undefined : await this.verifier.verify(token);
      const leave = this.places(socket, user?.sub);
      socket.data = { session: new SocketSession(socket, viewer, user), leave };
    } catch (error) {
      throw connectError(error);
    }
  }

  private places(socket: Socket, userId: string | undefined): () => void {
    const leaveAddress = this.sockets.take(this.sockets.addressOf(socket.request));
    if (!leaveAddress) throw new AppError('rate_limited');
    if (userId === undefined) return leaveAddress;
    const leaveUser = taken(this.perUser, userId, this.settings.limits.socketsPerUser);
    if (leaveUser) {
      return () => {
        leaveAddress();
        leaveUser();
      };
    }
    leaveAddress();
    throw new AppError('rate_limited', { detail: 'Too many open connections' });
  }

  private connected(socket: Socket): void {
    const { session, leave } = socket.data as { session: SocketSession; leave: () => void };
    this.sessions.set(socket.id, session);
    this.metrics.sockets.set(this.sessions.size);
    for (const name of clientEventNames) this.handle(session, name);
    socket.onAny((name: string, ...args: unknown[]) => this.unknown(session, name, args));
    socket.on('disconnect', () => {
      this.sessions.delete(socket.id);
      this.metrics.sockets.set(this.sessions.size);
      leave();
      session.leaveAll().catch((err: unknown) => this.logger.error({ err }, 'A socket left badly'));
    });
  }

  private handle(session: SocketSession, name: ClientEventName): void {
    const schema = clientEvents[name];
    const handler = this.commands.handlers[name];
    session.socket.on(name, (payload: unknown, ack?: unknown) => {
      const answer = async () => {
        const parsed = schema.safeParse(payload);
        if (!parsed.success) {
          this.metrics.badInputs.inc({ channel: 'socket' });
          throw parsed.error;
        }
        return handler(session, parsed.data as never);
      };
      void answer()
        .catch((error: unknown) => this.failed(error, name))
        .then((result) => {
          if (isAck(ack)) ack(result);
        });
    });
  }

  private failed(error: unknown, event: string) {
    if (!isExpected(error)) this.logger.error({ err: error, event }, 'A socket event failed');
    return toFailure(error);
  }

  private unknown(session: SocketSession, name: string, args: readonly unknown[]): void {
    const known = (clientEventNames as readonly string[]).includes(name);
    if (known && !args.some((arg) => Buffer.isBuffer(arg))) return;
    this.metrics.badInputs.inc({ channel: 'socket' });
    session.abuse();
    const ack = args.at(-1);
    if (!known && isAck(ack)) ack(toFailure(new AppError('invalid')));
  }

  private revoked(body: string): void {
    const { sids } = JSON.parse(body) as { sids: readonly string[] };
    this.close(new Set(sids));
  }

  private close(sids: ReadonlySet<string>): void {
    for (const { user, line } of this.sessions.values()) {
      if (user && sids.has(user.sid)) line.close(closeCodes.revoked, 'revoked');
    }
  }

  private expire(): void {
    const before = Date.now() - expiryGraceMs;
    for (const { user, line } of this.sessions.values()) {
      if (user && user.exp * 1_000 < before) line.close(closeCodes.token_expired, 'token_expired');
    }
  }

  /** Pub/sub can lose a revocation; SQL cannot. */
  private async checkSessions(): Promise<void> {
    const sids = [...new Set([...this.sessions.values()].flatMap(({ user }) => user?.sid ?? []))];
    try {
      for (let i = 0; i < sids.length; i += 500) {
        const part = sids.slice(i, i + 500);
        this.close(new Set(await this.database.run((m) => endedSessions(m, part))));
      }
    } catch (err) {
      this.logger.warn({ err }, 'Sessions could not be checked');
    }
  }

  /** Clients are told to reconnect spread over time; those still here at the end are closed. */
  private async drain(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.unlisten?.();
    const spread = this.settings.drainSpread;
    for (const { socket } of this.sessions.values()) {
      socket.emit('drain', { reconnectInMs: Math.floor(Math.random() * spread) });
    }
    const until = performance.now() + spread;
    while (this.sessions.size > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (const { socket } of this.sessions.values()) socket.conn.close();
    this.server?.engine.close();
  }
}

/** A client may leave the ack out. */
const isAck = (value: unknown): value is (answer: unknown) => void => typeof value === 'function';

/** socket.io hands `data` of the error to the client's `connect_error`. */
function connectError(error: unknown): Error {
  const { error: failure } = toFailure(error);
  return Object.assign(new Error(failure.message), { data: failure });
}

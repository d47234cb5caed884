import {
  AppError,
  clientEventNames,
  clientEvents,
  handshakeAuth,
  slowReason,
  type ClientEventName,
} from '@livechat/contracts';
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
import { RevokedSessions } from './revoked-sessions.ts';
import { SessionWatch } from './session-watch.ts';
import { drainSockets } from './socket-drain.ts';
import { closeCodes } from './socket-line.ts';
import { SocketServer, taken } from './socket-server.ts';
import { SocketSession } from './socket-session.ts';

/** Events of one socket that may wait for their answers. */
const mostUnanswered = 2_000;

/** A packet of engine.io as it came. */
interface Packet {
  readonly type: string;
  readonly data?: unknown;
}

/** Sockets: handshake, one wrapper around every event, expiry and revocation, the drain. */
@Injectable()
export class ChatGateway implements OnApplicationBootstrap {
  private server: Server | undefined;
  private readonly sessions = new Map<string, SocketSession>();
  private readonly perUser = new Map<string, number>();
  private readonly answers = new Set<Promise<void>>();

  constructor(
    private readonly sockets: SocketServer,
    private readonly commands: Commands,
    private readonly verifier: TokenVerifier,
    private readonly revoked: RevokedSessions,
    private readonly watch: SessionWatch,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.server = this.sockets.create();
    this.server.use((socket, next) => void this.handshake(socket).then(() => next(), next));
    this.server.on('connection', (socket) => this.connected(socket));
    this.metrics.watchQueue('sockets', () => this.outstanding());
    await this.watch.start(this.sessions);
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
      if (user && this.revoked.has(user.sid)) throw new AppError('unauthenticated');
      // Who left during the check would never give his places back.
      if (socket.conn.readyState !== 'open') throw new AppError('unavailable');
      socket.conn.once('close', this.places(socket, user?.sub));
      socket.data = { session: new SocketSession(socket, viewer, user) };
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
    const { session } = socket.data as { session: SocketSession };
    this.sessions.set(socket.id, session);
    this.metrics.sockets.set(this.sessions.size);
    for (const name of clientEventNames) this.handle(session, name);
    socket.onAny((name: string, ...args: unknown[]) => this.unknown(session, name, args));
    socket.conn.on('packet', (packet: Packet) => this.inspect(session, packet));
    socket.on('disconnect', () => {
      this.sessions.delete(socket.id);
      this.metrics.sockets.set(this.sessions.size);
      socket.conn.close();
      session.leaveAll().catch((err: unknown) => this.logger.error({ err }, 'A socket left badly'));
    });
  }

  private handle(session: SocketSession, name: ClientEventName): void {
    session.socket.on(name, (...args: unknown[]) => {
      if (session.line.isClosing) return;
      const parsed = clientEvents[name].safeParse(args[0]);
      if (!parsed.success) return this.misshapen(session, args);
      const answered = this.answer(session, name, parsed.data)
        .catch((error: unknown) => this.failed(error, name))
        .then((answer) => this.acknowledge(session, args, answer))
        .catch((err: unknown) => this.logger.error({ err, event: name }, 'An answer was not sent'));
      this.answers.add(answered);
      session.unanswered++;
      void answered.then(() => {
        this.answers.delete(answered);
        session.unanswered--;
      });
    });
  }

  private async answer(session: SocketSession, name: ClientEventName, payload: unknown) {
    if (session.unanswered > mostUnanswered) {
      this.metrics.boundsHit.inc({ bound: 'socket_events' });
      throw new AppError('rate_limited', { retryAfterMs: 1_000 });
    }
    return this.commands.handlers[name](session, payload as never);
  }

  /** At once and without an error of its own: a flood of these costs others as little as can be. */
  private misshapen(session: SocketSession, args: readonly unknown[]): void {
    this.metrics.badInputs.inc({ channel: 'socket' });
    this.acknowledge(session, args, invalidAnswer);
  }

  /** A client that asks and does not read is closed as slow, before its answers fill the memory. */
  private acknowledge(session: SocketSession, args: readonly unknown[], answer: object): void {
    args.findLast(isAck)?.(answer);
    const { line } = session;
    if (line.isClosing || line.outstanding <= this.settings.bounds.socketBufferBytes) return;
    this.metrics.slowSocketsClosed.inc();
    line.close(closeCodes.slow, slowReason);
  }

  private failed(error: unknown, event: string) {
    if (!isExpected(error)) this.logger.error({ err: error, event }, 'A socket event failed');
    return toFailure(error);
  }

  private unknown(session: SocketSession, name: string, args: readonly unknown[]): void {
    if ((clientEventNames as readonly string[]).includes(name)) return;
    this.abused(session);
    this.acknowledge(session, args, invalidAnswer);
  }

  /** No client of ours asks for another namespace, or sends binary data. */
  private inspect(session: SocketSession, { type, data }: Packet): void {
    if (type === 'message' && typeof data === 'string' && /^[056]/.test(data)) this.abused(session);
  }

  private abused(session: SocketSession): void {
    this.metrics.badInputs.inc({ channel: 'socket' });
    session.abuse();
  }

  private outstanding(): number {
    let bytes = 0;
    for (const { line } of this.sessions.values()) bytes += line.outstanding;
    return bytes;
  }

  private async drain(): Promise<void> {
    await drainSockets(this.sessions, this.answers, this.settings.drainSpread);
    this.server?.engine.close();
    await this.watch.stop();
  }
}

const invalidAnswer = toFailure(new AppError('invalid'));

/** A client may leave the ack out. */
const isAck = (value: unknown): value is (answer: unknown) => void => typeof value === 'function';

/** socket.io hands `data` of the error to the client's `connect_error`. */
function connectError(error: unknown): Error {
  const { error: failure } = toFailure(error);
  return Object.assign(new Error(failure.message), { data: failure });
}

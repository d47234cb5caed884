import {
  AppError,
  type Acks,
  type ClientEvent,
  type ClientEventName,
  type Sent,
  type TokenClaims,
} from '@livechat/contracts';
import { Logger, TokenVerifier } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { Access } from './access.ts';
import { Joining } from './joining.ts';
import { Moderation } from './moderation.ts';
import { RevokedSessions } from './revoked-sessions.ts';
import { Sending, type Admitted } from './sending.ts';
import type { SocketSession } from './socket-session.ts';
import { StreamBroadcaster } from './stream-broadcaster.ts';
import { Viewers } from './viewers.ts';

type Handlers = {
  readonly [E in ClientEventName]: (
    session: SocketSession,
    payload: ClientEvent<E>,
  ) => Promise<Acks[E]>;
};

/** What each client event does. */
@Injectable()
export class Commands {
  readonly handlers: Handlers;

  constructor(
    private readonly joining: Joining,
    private readonly sending: Sending,
    moderation: Moderation,
    private readonly broadcaster: StreamBroadcaster,
    private readonly viewers: Viewers,
    private readonly access: Access,
    private readonly verifier: TokenVerifier,
    private readonly revoked: RevokedSessions,
    private readonly logger: Logger,
  ) {
    this.handlers = {
      'stream:join': (session, payload) => this.join(session, payload),
      'stream:leave': (session, { streamId }) => this.leave(session, streamId),
      'auth:renew': (session, { token }) => this.renew(session, token),
      'message:send': (session, payload) => this.send(session, payload),
      'message:remove': (session, payload) => moderation.remove(userOf(session), payload),
      'message:restore': (session, payload) => moderation.restore(userOf(session), payload),
      'chatter:timeout': (session, payload) => moderation.timeOut(userOf(session), payload),
      'chatter:ban': (session, payload) => moderation.ban(userOf(session), payload),
      'chatter:pardon': (session, payload) => moderation.pardon(userOf(session), payload),
      'stream:rules': (session, payload) => moderation.setRules(userOf(session), payload),
      'message:pin': (session, payload) => moderation.pin(userOf(session), payload, true),
      'message:unpin': (session, payload) => moderation.pin(userOf(session), payload, false),
      'question:answer': (session, payload) =>
        moderation.settleQuestion(userOf(session), payload, true),
      'question:dismiss': (session, payload) =>
        moderation.settleQuestion(userOf(session), payload, false),
    };
  }

  private join(session: SocketSession, payload: ClientEvent<'stream:join'>) {
    const { streamId } = payload;
    return session.joins.run(async () => {
      if (!session.isOpen) throw new AppError('unavailable');
      const joined = await this.joining.join(payload, session.user, (audience, live) => {
        if (live && session.isOpen) audience.enter(session.line);
        else audience.leave(session.line);
      });
      if (!session.socket.connected) await this.leaveAudience(session, streamId);
      else if (!session.streams.has(streamId)) this.hold(session, streamId);
      return joined;
    });
  }

  /** The answer to the join does not wait for the lease: events are on their way already. */
  private hold(session: SocketSession, streamId: string): void {
    const lease = {
      streamId,
      viewer: session.watcher,
      lease: `${session.socket.id}:${streamId}`,
    };
    session.streams.set(streamId, async () => {
      session.streams.delete(streamId);
      await this.leaveAudience(session, streamId);
      await this.viewers.leave(lease);
    });
    void this.viewers.enter(lease);
  }

  private async leaveAudience({ line }: SocketSession, streamId: string): Promise<void> {
    this.broadcaster.present(streamId)?.leave(line);
    await this.broadcaster.release(streamId);
  }

  private leave(session: SocketSession, streamId: string) {
    return session.joins.run(async () => {
      await session.streams.get(streamId)?.();
      return { ok: true as const };
    });
  }

  /** Only the same user on the same device; anything else is a new handshake. */
  private async renew(session: SocketSession, token: string) {
    const claims = await this.verifier.verify(token);
    if (this.revoked.has(claims.sid)) throw new AppError('unauthenticated');
    const { user } = session;
    if (user?.sub !== claims.sub || user.sid !== claims.sid) {
      throw new AppError('forbidden', { detail: 'The token belongs to another session' });
    }
    session.user = claims;
    return { ok: true as const, expiresAt: claims.exp * 1_000 };
  }

  private async send(session: SocketSession, payload: ClientEvent<'message:send'>) {
    try {
      const user = userOf(session);
      const trace = session.nextTrace();
      const { appended } = await session.sends.run(async () => {
        if (!session.streams.has(payload.streamId)) await this.refuseUnjoined(payload.streamId);
        const admitted = await this.sending.admit(user, payload);
        return { appended: 'ok' in admitted ? admitted : this.append(admitted, trace) };
      });
      return await appended;
    } catch (error) {
      if (error instanceof AppError) this.sending.refused(error);
      throw error;
    }
  }

  private async append(admitted: Admitted, trace: string): Promise<Sent> {
    const sent = await this.sending.append(admitted, trace);
    const { id, offset } = sent;
    const { streamId } = admitted.record;
    this.logger.debug({ trace, streamId, id, offset }, 'Message accepted');
    return sent;
  }

  private async refuseUnjoined(streamId: string): Promise<never> {
    await this.access.of(streamId);
    throw new AppError('forbidden', { detail: 'Join the stream before sending to it' });
  }
}

function userOf({ user }: SocketSession): TokenClaims {
  if (!user) throw new AppError('unauthenticated');
  return user;
}

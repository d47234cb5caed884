import {
  AppError,
  type Acks,
  type ClientEvent,
  type ClientEventName,
  type TokenClaims,
} from '@livechat/contracts';
import { TokenVerifier } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { Access } from './access.ts';
import { Joining } from './joining.ts';
import { Moderation } from './moderation.ts';
import { Sending } from './sending.ts';
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

  private async join(session: SocketSession, payload: ClientEvent<'stream:join'>) {
    const { streamId } = payload;
    const joined = await this.joining.join(payload, session.user, (audience) => {
      if (session.socket.connected) audience.enter(session.line);
    });
    if (!session.socket.connected) {
      this.broadcaster.present(streamId)?.leave(session.line);
      await this.broadcaster.release(streamId);
    } else if (!session.streams.has(streamId)) {
      await this.hold(session, streamId);
    }
    return joined;
  }

  private async hold(session: SocketSession, streamId: string): Promise<void> {
    const lease = {
      streamId,
      viewer: session.watcher,
      lease: `${session.socket.id}:${streamId}`,
    };
    session.streams.set(streamId, async () => {
      session.streams.delete(streamId);
      this.broadcaster.present(streamId)?.leave(session.line);
      await this.viewers.leave(lease);
      await this.broadcaster.release(streamId);
    });
    await this.viewers.enter(lease);
  }

  private async leave(session: SocketSession, streamId: string): Promise<{ ok: true }> {
    await session.streams.get(streamId)?.();
    return { ok: true };
  }

  /** Only the same user on the same device; anything else is a new handshake. */
  private async renew(session: SocketSession, token: string) {
    const claims = await this.verifier.verify(token);
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
      if (!session.streams.has(payload.streamId)) {
        await this.access.of(payload.streamId);
        throw new AppError('forbidden', { detail: 'Join the stream before sending to it' });
      }
      const { appended } = await session.inTurn(async () => {
        const admitted = await this.sending.admit(user, payload);
        return { appended: 'ok' in admitted ? admitted : this.sending.append(admitted) };
      });
      return await appended;
    } catch (error) {
      if (error instanceof AppError) this.sending.refused(error);
      throw error;
    }
  }
}

function userOf({ user }: SocketSession): TokenClaims {
  if (!user) throw new AppError('unauthenticated');
  return user;
}

import {
  AppError,
  rules as rulesSchema,
  type ClientEvent,
  type Moderated,
  type Target,
  type TokenClaims,
} from '@livechat/contracts';
import {
  appendAudit,
  Database,
  Fanout,
  lockStream,
  outboxChannel,
  putOutbox,
  StandingRow,
  StreamRow,
  type OutboxEvent,
} from '@livechat/backends';
import { Logger } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Access } from './access.ts';
import { OutboxForwarder } from './outbox-forwarder.ts';
import { mustModerate, mustOutrank } from './ranks.ts';
import { RecentMessages } from './recent-messages.ts';
import { Recall } from './recall.ts';

/** A change of SQL together with what the log is told of it. */
interface Change {
  readonly events: (stream: StreamRow) => readonly OutboxEvent[];
  readonly action: string;
  readonly target: string;
  readonly reason?: string | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly apply?: (manager: EntityManager, stream: StreamRow) => Promise<unknown>;
}

/**
 * Moderation through the log: one transaction holds the change, its audit row and its outbox row;
 * the ack waits until the event stands in the log, between the messages it follows.
 */
@Injectable()
export class Moderation {
  constructor(
    private readonly access: Access,
    private readonly recall: Recall,
    private readonly recent: RecentMessages,
    private readonly database: Database,
    private readonly forwarder: OutboxForwarder,
    private readonly fanout: Fanout,
    private readonly logger: Logger,
  ) {}

  async remove(user: TokenClaims, { streamId, offset, reason }: ClientEvent<'message:remove'>) {
    const state = await this.access.of(streamId);
    const target = await this.target(streamId, offset);
    if (target.authorId !== user.sub) mustOutrank(state, user, target.authorId);
    this.recall.removed(streamId, offset);
    const event = { type: 'message.removed' as const, streamId, target, by: user.sub };
    return this.commit(user, streamId, {
      events: () => [{ ...event, ...(reason ? { reason } : {}) }],
      action: 'message.removed',
      target: `${offset}`,
      reason,
    });
  }

  async restore(user: TokenClaims, { streamId, offset, reason }: ClientEvent<'message:restore'>) {
    mustModerate(await this.access.of(streamId), user);
    const target = await this.target(streamId, offset);
    return this.commit(user, streamId, {
      events: () => [{ type: 'message.restored', streamId, target, by: user.sub }],
      action: 'message.restored',
      target: `${offset}`,
      reason,
    });
  }

  async timeOut(user: TokenClaims, command: ClientEvent<'chatter:timeout'>) {
    const { streamId, userId, seconds, reason } = command;
    mustOutrank(await this.access.of(streamId), user, userId);
    const until = Date.now() + seconds * 1_000;
    const event = { type: 'chatter.timed_out' as const, streamId, userId, until, by: user.sub };
    return this.commit(user, streamId, {
      events: () => [{ ...event, ...(reason ? { reason } : {}) }],
      action: 'chatter.timed_out',
      target: userId,
      reason,
      after: { until },
      apply: (manager, stream) =>
        putStanding(manager, stream, { userId, by: user.sub, reason, timedOutUntil: until }),
    });
  }

  /** With `removeMessages` the author's messages that the ring still holds are removed too. */
  async ban(user: TokenClaims, command: ClientEvent<'chatter:ban'>) {
    const { streamId, userId, reason, removeMessages } = command;
    mustOutrank(await this.access.of(streamId), user, userId);
    const event = { type: 'chatter.banned' as const, streamId, userId, by: user.sub };
    const targets = removeMessages ? await this.recent.of(streamId, userId) : [];
    const removals = targets.map((target) => ({
      type: 'message.removed' as const,
      streamId,
      target,
      by: user.sub,
    }));
    return this.commit(user, streamId, {
      events: () => [{ ...event, ...(reason ? { reason } : {}) }, ...removals],
      action: 'chatter.banned',
      target: userId,
      reason,
      after: { removed: targets.length },
      apply: (manager, stream) =>
        putStanding(manager, stream, { userId, by: user.sub, reason, banned: true }),
    });
  }

  async pardon(user: TokenClaims, { streamId, userId }: ClientEvent<'chatter:pardon'>) {
    mustModerate(await this.access.of(streamId), user);
    return this.commit(user, streamId, {
      events: () => [{ type: 'chatter.pardoned', streamId, userId, by: user.sub }],
      action: 'chatter.pardoned',
      target: userId,
      apply: (manager, stream) => putStanding(manager, stream, { userId, by: user.sub }),
    });
  }

  async setRules(user: TokenClaims, { streamId, ...change }: ClientEvent<'stream:rules'>) {
    mustModerate(await this.access.of(streamId), user);
    const changed = (stream: StreamRow) => rulesSchema.parse({ ...stream.rules, ...change });
    return this.commit(user, streamId, {
      events: (stream) => [
        { type: 'rules.changed', streamId, rules: changed(stream), by: user.sub },
      ],
      action: 'rules.changed',
      target: streamId,
      after: change,
      apply: (manager, stream) =>
        manager.update(StreamRow, { id: streamId }, { rules: changed(stream) }),
    });
  }

  async pin(user: TokenClaims, command: ClientEvent<'message:pin'>, pinned: boolean) {
    const { streamId, offset } = command;
    mustModerate(await this.access.of(streamId), user);
    const target = await this.target(streamId, offset);
    if (pinned && !(await this.recall.event(streamId, offset))) throw noMessage();
    const type = pinned ? ('message.pinned' as const) : ('message.unpinned' as const);
    return this.commit(user, streamId, {
      events: () => [{ type, streamId, target, by: user.sub }],
      action: type,
      target: `${offset}`,
    });
  }

  async settleQuestion(
    user: TokenClaims,
    command: ClientEvent<'question:answer'>,
    answered: boolean,
  ) {
    const { streamId, id: questionId } = command;
    mustModerate(await this.access.of(streamId), user);
    const type = answered ? ('question.answered' as const) : ('question.dismissed' as const);
    return this.commit(user, streamId, {
      events: () => [{ type, streamId, questionId, by: user.sub }],
      action: type,
      target: questionId,
    });
  }

  private async commit(user: TokenClaims, streamId: string, change: Change): Promise<Moderated> {
    const row = await this.database.run(async (manager) => {
      const stream = await lockStream(manager, streamId);
      await change.apply?.(manager, stream);
      const { action, target, reason, before, after } = change;
      const act = { actorId: user.sub, action, target, streamId, reason, before, after };
      await appendAudit(manager, act);
      let first: number | undefined;
      for (const event of change.events(stream)) {
        const id = await putOutbox(manager, event);
        first ??= id;
      }
      return first ?? 0;
    });
    await this.spread(streamId);
    const { offset } = await this.forwarder.position(row);
    return { ok: true, offset };
  }

  /** The change is made: who cannot be told at once polls for it within a second. */
  private async spread(streamId: string): Promise<void> {
    const nudge = { channel: outboxChannel, event: 'nudge', body: 'null' };
    const spreading = [this.fanout.signal(nudge), this.access.reload(streamId)];
    for (const result of await Promise.allSettled<unknown>(spreading)) {
      if (result.status === 'fulfilled') continue;
      this.logger.warn({ err: result.reason as unknown }, 'A change shows a second later');
    }
  }

  /** What a moderation event says of a message; throws `not_found` where there is none. */
  private async target(streamId: string, offset: number): Promise<Target> {
    const event = await this.recall.anyEvent(streamId, offset);
    if (event?.type !== 'message.posted') throw noMessage();
    return { offset, at: event.at, authorId: event.author.id };
  }
}

const noMessage = () => new AppError('not_found', { detail: 'There is no such message' });

interface NewStanding {
  readonly userId: string;
  readonly by: string;
  readonly reason?: string | undefined;
  readonly banned?: boolean;
  readonly timedOutUntil?: number;
}

/** The version the change makes: `putOutbox` raises the stream's by one for each event, this is below or at the last. */
function putStanding(manager: EntityManager, stream: StreamRow, standing: NewStanding) {
  const { userId, by, reason = null, banned = false, timedOutUntil = null } = standing;
  return manager.upsert(
    StandingRow,
    {
      streamId: stream.id,
      userId,
      banned,
      timedOutUntil,
      by,
      reason,
      changedAt: Date.now(),
      version: stream.version + 1,
    },
    ['streamId', 'userId'],
  );
}

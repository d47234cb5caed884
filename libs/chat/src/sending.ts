import {
  AppError,
  placed,
  type Author,
  type ClientEvent,
  type MessagePosted,
  type RawChat,
  type Sent,
  type TokenClaims,
} from '@livechat/contracts';
import { EventLog, tracedHeaders } from '@livechat/backends';
import { InjectSettings, Metrics, Shutdown, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { Access, moderates, roleIn, timeOutOf, type StreamState } from './access.ts';
import { Door } from './door.ts';
import { Limits } from './limits.ts';
import { cleanText } from './message-text.ts';
import { Recall } from './recall.ts';
import { violation } from './rules.ts';
import { TurnRules } from './turn-rules.ts';

type Send = ClientEvent<'message:send'>;

/** A message that passed the door and may be appended. */
export interface Admitted {
  readonly record: RawChat;
}

const quoteLength = 140;

/** The way of a message from a socket into the log: rights, rules, limits, append, ack. */
@Injectable()
export class Sending {
  constructor(
    private readonly access: Access,
    private readonly door: Door,
    private readonly recall: Recall,
    private readonly limits: Limits,
    private readonly turns: TurnRules,
    private readonly log: EventLog,
    private readonly metrics: Metrics,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /**
   * Everything before the append; one socket's sends are admitted one after another, so that they
   * are appended in the order they came. Answers the ack at once for a resend known to be stored.
   */
  async admit(user: TokenClaims | undefined, send: Send): Promise<Admitted | Sent> {
    if (!user) throw new AppError('unauthenticated');
    if (this.shutdown.draining) throw new AppError('draining');
    const known = await this.door.find(send.streamId, send.id, user.sub);
    if (known) return known;
    const state = await this.access.of(send.streamId);
    const author = authorOf(state, user);
    const text = cleanText(send.text, this.settings.bounds);
    this.judge(state, author, text);
    const { sendsPerUser, sendsPerStream } = this.settings.limits;
    await this.limits.take('sends_per_user', author.id, sendsPerUser);
    await this.limits.take('sends_per_stream', state.id, sendsPerStream);
    const replyTo = await this.quoted(send);
    const turn = { authorId: author.id, id: send.id, text };
    if (!moderates(author.role)) await this.turns.judge(state, turn);
    return {
      record: {
        type: 'message.posted',
        streamId: send.streamId,
        id: send.id,
        author,
        text,
        ...(replyTo && { replyTo }),
      },
    };
  }

  /**
   * The durable append and its ack, which does not wait for the door’s memory. `trace` goes with
   * the record through all services.
   */
  async append({ record }: Admitted, trace = record.id): Promise<Sent> {
    const { id, streamId } = record;
    const headers = tracedHeaders(trace);
    const { offset, at } = await this.log.append('raw-chats', streamId, record, headers);
    const sent: Sent = { ok: true, id, epoch: this.settings.logEpoch, offset, at };
    this.metrics.messagesAccepted.inc();
    const author = record.type === 'message.posted' ? record.author.id : '';
    void this.door.remember(record.streamId, author, sent);
    this.recall.appended(placed(record, at, { offset, prev: null }));
    return sent;
  }

  /** Counts a refusal under its code. */
  refused(error: AppError): void {
    this.metrics.messagesRefused.inc({ code: error.code });
  }

  private judge(state: StreamState, author: Author, text: string): void {
    const now = Date.now();
    if (state.status === 'ended') throw new AppError('stream_ended');
    if (state.forImports) {
      throw new AppError('forbidden', { detail: 'This stream holds an imported chat' });
    }
    if (state.banned.has(author.id)) throw new AppError('banned');
    const until = timeOutOf(state, author.id, now);
    if (until !== undefined) throw new AppError('timed_out', { retryAfterMs: until - now });
    if (moderates(author.role)) return;
    const error = violation(state.rules, { text, kind: author.kind, now });
    if (error) throw error;
  }

  private async quoted({ streamId, replyTo }: Send): Promise<MessagePosted['replyTo']> {
    if (replyTo === undefined) return undefined;
    const event = await this.recall.event(streamId, replyTo);
    if (event?.type !== 'message.posted') {
      throw new AppError('not_found', { detail: 'The answered message is not there' });
    }
    const text = [...event.text].slice(0, quoteLength).join('');
    return { offset: replyTo, author: event.author.displayName, text };
  }
}

function authorOf(state: StreamState, user: TokenClaims): Author {
  const role = roleIn(state, user);
  if (role === 'anonymous') throw new AppError('unauthenticated');
  return { id: user.sub, displayName: user.name, kind: user.kind, role };
}

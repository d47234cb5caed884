import { z } from 'zod';
import { analysisFrame, summary } from './analysis.ts';
import { id, messageId, timestamp } from './ids.ts';
import { logEvent, role, rules } from './log-events.ts';
import { epoch, offset, position } from './positions.ts';
import type { Failure } from './errors.ts';

/** `auth` of the handshake: without a token one may read; `viewer` is kept by a browser so that its tabs count once. */
export const handshakeAuth = z.strictObject({
  token: z.string().max(4_096).optional(),
  viewer: z.string().min(8).max(64).optional(),
});

const reason = z.string().trim().max(200).optional();
const inStream = { streamId: id };
const ofChatter = { ...inStream, userId: z.string().min(1).max(80) };
const ofMessage = { ...inStream, offset };

/** What a client may send, each with an ack. */
export const clientEvents = {
  'stream:join': z.strictObject({ ...inStream, last: position.optional() }),
  'stream:leave': z.strictObject(inStream),
  'auth:renew': z.strictObject({ token: z.string().max(4_096) }),
  'message:send': z.strictObject({
    ...inStream,
    id: messageId,
    text: z.string(),
    replyTo: offset.optional(),
  }),
  'message:remove': z.strictObject({ ...ofMessage, reason }),
  'message:restore': z.strictObject({ ...ofMessage, reason }),
  'chatter:timeout': z.strictObject({
    ...ofChatter,
    seconds: z.number().int().min(1).max(1_209_600),
    reason,
  }),
  'chatter:ban': z.strictObject({ ...ofChatter, reason, removeMessages: z.boolean().optional() }),
  'chatter:pardon': z.strictObject(ofChatter),
  'stream:rules': z.strictObject({ ...inStream, ...rules.partial().shape }),
  'message:pin': z.strictObject(ofMessage),
  'message:unpin': z.strictObject(ofMessage),
  'question:answer': z.strictObject({ ...inStream, id: z.string().max(80) }),
  'question:dismiss': z.strictObject({ ...inStream, id: z.string().max(80) }),
} as const;

export type ClientEventName = keyof typeof clientEvents;
export type ClientEvent<E extends ClientEventName> = z.infer<(typeof clientEvents)[E]>;
export const clientEventNames = Object.keys(clientEvents) as readonly ClientEventName[];

/** Who I am in this stream, and what I may do. */
export const you = z.object({
  role,
  mayChat: z.boolean(),
  slowModeUntil: timestamp.optional(),
  timedOutUntil: timestamp.optional(),
  banned: z.literal(true).optional(),
});
export type You = z.infer<typeof you>;

/** Ack of `stream:join`; `more` = join again with the new last; not `recovered` = start the list anew. */
export const joined = z.object({
  ok: z.literal(true),
  epoch,
  /** Newest offset of the stream, −1 when it has none. */
  head: z.number().int().min(-1),
  events: z.array(logEvent),
  recovered: z.boolean(),
  more: z.boolean(),
  analysis: analysisFrame.nullable(),
  summary: summary.nullable(),
  viewers: z.number().int(),
  rules,
  you,
});
export type Joined = z.infer<typeof joined>;

export const sent = z.object({ ok: z.literal(true), id: messageId, epoch, offset, at: timestamp });
export type Sent = z.infer<typeof sent>;

export const moderated = z.object({ ok: z.literal(true), offset });
export type Moderated = z.infer<typeof moderated>;

/** What each client event is answered with when it went well. */
export interface Acks {
  'stream:join': Joined;
  'stream:leave': { ok: true };
  'auth:renew': { ok: true; expiresAt: number };
  'message:send': Sent;
  'message:remove': Moderated;
  'message:restore': Moderated;
  'chatter:timeout': Moderated;
  'chatter:ban': Moderated;
  'chatter:pardon': Moderated;
  'stream:rules': Moderated;
  'message:pin': Moderated;
  'message:unpin': Moderated;
  'question:answer': Moderated;
  'question:dismiss': Moderated;
}

export type Answer<E extends ClientEventName> = Acks[E] | Failure;

/** What a server sends. All log events come as `event`, in one order, chained by `prev`. */
export const serverEvents = {
  event: logEvent,
  analysis: analysisFrame,
  summary,
  viewers: z.object({ ...inStream, count: z.number().int().nonnegative() }),
  'stream:reset': z.object(inStream),
  drain: z.object({ reconnectInMs: z.number().int().nonnegative() }),
} as const;

export type ServerEventName = keyof typeof serverEvents;
export type ServerEvent<E extends ServerEventName> = z.infer<(typeof serverEvents)[E]>;

/** Event maps in socket.io's own form. */
export type ClientToServer = {
  [E in ClientEventName]: (payload: ClientEvent<E>, ack?: (answer: Answer<E>) => void) => void;
};
export type ServerToClient = { [E in ServerEventName]: (payload: ServerEvent<E>) => void };

/** Reason of a `disconnect` when a socket could not keep up; resume by position. */
export const slowReason = 'slow';
export const socketPath = '/chat/socket.io';

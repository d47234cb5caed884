import { z } from 'zod';
import { id, timestamp } from './ids.ts';
import { epoch, offset } from './positions.ts';

export const kind = z.enum(['member', 'guest']);
export const role = z.enum(['anonymous', 'guest', 'member', 'moderator', 'broadcaster']);
export type Role = z.infer<typeof role>;

/** Who wrote a message, as known when it was written. */
export const author = z.object({
  id: z.string(),
  displayName: z.string(),
  kind,
  role: role.exclude(['anonymous']),
});
export type Author = z.infer<typeof author>;

/** What a moderation event points at: enough for readers that have forgotten the message. */
export const target = z.object({ offset, at: timestamp, authorId: z.string() });
export type Target = z.infer<typeof target>;

/** A stream's rules; every field is always present. */
export const rules = z.object({
  slowModeSeconds: z.number().int().min(0).max(3_600),
  blockedWords: z.array(z.string().min(1).max(64)).max(200),
  guestsMayChat: z.boolean(),
  emojiOnly: z.boolean(),
  duplicates: z.boolean(),
  caps: z.boolean(),
  lockdownUntil: timestamp.nullable(),
});
export type Rules = z.infer<typeof rules>;

export const defaultRules: Rules = {
  slowModeSeconds: 0,
  blockedWords: [],
  guestsMayChat: true,
  emojiOnly: false,
  duplicates: false,
  caps: false,
  lockdownUntil: null,
};

const reason = z.string().max(200).optional();
const by = z.string();

/**
 * What each log event says beside `type`, `streamId`, `id` and `at`.
 * `by` is the id of the user who acted; times are ms since 1970.
 */
const bodies = {
  'message.posted': {
    author,
    text: z.string(),
    /** The answered message as it read then. */
    replyTo: z.object({ offset, author: z.string(), text: z.string() }).optional(),
  },
  'message.removed': { target, by, reason },
  'message.restored': { target, by },
  'chatter.timed_out': { userId: z.string(), until: timestamp, by, reason },
  'chatter.banned': { userId: z.string(), by, reason },
  'chatter.pardoned': { userId: z.string(), by },
  'chatter.erased': { userId: z.string() },
  'rules.changed': { rules, by },
  'message.pinned': { target, by },
  'message.unpinned': { target, by },
  'question.answered': { questionId: z.string(), by },
  'question.dismissed': { questionId: z.string(), by },
  'alerts.changed': { alerts: z.array(z.unknown()), by },
  'stream.started': { title: z.string() },
  'stream.ended': { by: by.optional() },
} as const;

export type LogEventType = keyof typeof bodies;
export const logEventTypes = Object.keys(bodies) as readonly LogEventType[];

/**
 * Fields of every record in raw-chats. `id` is the message's UUID, else `outbox:<row>`.
 * `at` stands only in imported records, whose time is the original one.
 */
const recordFields = { streamId: id, id: z.string().max(80), at: timestamp.optional() };

/** Fields of every event as readers see it; `prev` is −1 for a stream's first, null where unknown. */
const eventFields = {
  streamId: id,
  id: z.string().max(80),
  offset,
  prev: z.number().int().min(-1).nullable(),
  at: timestamp,
};

type Bodies = typeof bodies;
type Variant<Fields extends z.core.$ZodLooseShape, T extends LogEventType> = z.ZodObject<
  { type: z.ZodLiteral<T> } & Fields & Bodies[T]
>;
type Variants<Fields extends z.core.$ZodLooseShape> = {
  [T in LogEventType]: Variant<Fields, T>;
}[LogEventType];

function union<Fields extends z.core.$ZodLooseShape>(fields: Fields) {
  const variants = logEventTypes.map((type) =>
    z.object({ type: z.literal(type), ...fields, ...bodies[type] }),
  );
  return z.discriminatedUnion(
    'type',
    variants as unknown as [Variants<Fields>, ...Variants<Fields>[]],
  );
}

/** A record of raw-chats: a log event without its place. */
export const rawChat = union(recordFields);
export type RawChat = z.infer<typeof rawChat>;

/** A log event with its place, as sockets, SSE and history carry it. */
export const logEvent = union(eventFields);
export type LogEvent = z.infer<typeof logEvent>;

export type EventOf<T extends LogEventType> = Extract<LogEvent, { type: T }>;
export type MessagePosted = EventOf<'message.posted'>;

/** The event a record becomes once its place is known. */
export const placed = (
  record: RawChat,
  at: number,
  place: { offset: number; prev: number | null },
) => ({ ...record, ...place, at: record.at ?? at });

/** A page of log events of one epoch, ascending; `next` crosses into the older epoch. */
export const eventPage = z.object({
  epoch,
  items: z.array(logEvent),
  next: z
    .object({
      epoch,
      before: offset.optional(),
      after: z.number().int().min(-1).optional(),
    })
    .optional(),
});
export type EventPage = z.infer<typeof eventPage>;

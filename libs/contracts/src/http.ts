import { z } from 'zod';
import { bucket, label, moment, question, summary } from './analysis.ts';
import { displayName, id, timestamp } from './ids.ts';
import { kind, rules } from './log-events.ts';
import { epoch, offset } from './positions.ts';

const email = z.email().max(254);
const password = z.string().min(8).max(128);

export const user = z.object({
  id: z.string(),
  displayName: z.string(),
  kind,
  createdAt: timestamp,
});
export type User = z.infer<typeof user>;

export const me = user.extend({ email: z.string().optional() });
export type Me = z.infer<typeof me>;

export const registration = z.strictObject({ email, password, displayName });
export type Registration = z.infer<typeof registration>;
export const credentials = z.strictObject({
  email: z.string().max(254),
  password: z.string().max(128),
});
export type Credentials = z.infer<typeof credentials>;
export const guestSession = z.strictObject({ displayName });
export const profileChange = z
  .strictObject({
    displayName: displayName.optional(),
    currentPassword: z.string().max(128).optional(),
    newPassword: password.optional(),
  })
  .refine((c) => c.newPassword === undefined || c.currentPassword !== undefined, {
    path: ['currentPassword'],
    message: 'needed to set a new password',
  });
export type ProfileChange = z.infer<typeof profileChange>;

/** Answer to signing in: a JWT for 5 minutes; the refresh token travels in a cookie. */
export const session = z.object({ accessToken: z.string(), expiresAt: timestamp, user });
export type Session = z.infer<typeof session>;

/** Claims of an access token. */
export const tokenClaims = z.object({
  sub: z.string(),
  name: z.string(),
  kind,
  /** The refresh family: one per device. */
  sid: z.string(),
  exp: z.number(),
});
export type TokenClaims = z.infer<typeof tokenClaims>;

/** Answer to a registration. */
export const registered = z.object({ user });
export type Registered = z.infer<typeof registered>;

/** Providers of GET /sessions/oidc. */
export const oidcProviders = z.object({
  items: z.array(z.object({ id: z.string(), displayName: z.string() })),
});
export type OidcProviders = z.infer<typeof oidcProviders>;

const since = timestamp.nullable();

/** Answer to GET /users/me/data: all that is kept of an account, secrets aside. */
export const accountData = z.object({
  user: user.extend({ email: z.string().nullable() }),
  sessions: z.array(
    z.object({
      id: z.string(),
      createdAt: timestamp,
      renewedAt: timestamp,
      expiresAt: timestamp,
      revokedAt: since,
    }),
  ),
  streams: z.array(
    z.object({
      id,
      title: z.string(),
      status: z.enum(['live', 'ended']),
      startedAt: timestamp,
      endedAt: since,
      thumbnailUrl: z.string().nullable(),
      videoUrl: z.string().nullable(),
      rules,
    }),
  ),
  /** Streams the user moderates. */
  moderates: z.array(z.object({ streamId: id, addedAt: timestamp })),
  /** Bans and time-outs of the user. */
  standings: z.array(
    z.object({
      streamId: id,
      banned: z.boolean(),
      timedOutUntil: since,
      changedAt: timestamp,
    }),
  ),
  /** The user's acts in the audit chain, newest first. */
  acts: z.array(
    z.object({ at: timestamp, action: z.string(), target: z.string(), ip: z.string().nullable() }),
  ),
});
export type AccountData = z.infer<typeof accountData>;

const httpsUrl = z.url({ protocol: /^https$/ }).max(2_048);
const title = z.string().trim().min(1).max(140);

export const streamCreation = z.strictObject({
  title,
  thumbnailUrl: httpsUrl.optional(),
  videoUrl: httpsUrl.optional(),
  guestsMayChat: z.boolean().optional(),
});
export type StreamCreation = z.infer<typeof streamCreation>;

export const streamChange = z.strictObject({
  title: title.optional(),
  thumbnailUrl: httpsUrl.nullable().optional(),
  videoUrl: httpsUrl.nullable().optional(),
  guestsMayChat: z.boolean().optional(),
});
export type StreamChange = z.infer<typeof streamChange>;

export const stream = z.object({
  id,
  title: z.string(),
  broadcaster: z.object({ id: z.string(), displayName: z.string() }),
  status: z.enum(['live', 'ended']),
  startedAt: timestamp,
  endedAt: timestamp.optional(),
  viewers: z.number().int().nonnegative(),
  thumbnailUrl: z.string().optional(),
  videoUrl: z.string().optional(),
});
export type Stream = z.infer<typeof stream>;

const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z.string().max(200).optional();

/** A list and the opaque cursor of its next part. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().optional() });

export const streamQuery = z.strictObject({
  status: z.enum(['live', 'ended', 'all']).default('live'),
  q: z.string().trim().max(140).optional(),
  limit,
  cursor,
});
export type StreamQuery = z.infer<typeof streamQuery>;
export const streamList = listOf(stream);
export type StreamList = z.infer<typeof streamList>;

export const moderatorList = listOf(user);

/** Events of the lobby's SSE feed, GET /api/v1/streams/events. */
export const lobbyEvents = {
  /** The live streams, when a client arrives. */
  streams: z.array(stream),
  /** Only counts that changed, at most once a second. */
  viewers: z.record(z.string(), z.number().int()),
  'stream.started': stream,
  'stream.ended': z.object({ id, endedAt: timestamp }),
} as const;
export type LobbyEventName = keyof typeof lobbyEvents;
export type LobbyEvent<E extends LobbyEventName> = z.infer<(typeof lobbyEvents)[E]>;

const coercedOffset = z.coerce.number().int().nonnegative();
const coercedTime = z.coerce.number().int().nonnegative();

/** GET messages; bounds are exclusive. With `after` the oldest of the range come first, else the newest. */
export const messageQuery = z.strictObject({
  epoch: coercedOffset.optional(),
  before: coercedOffset.optional(),
  after: z.coerce.number().int().min(-1).optional(),
  limit,
});
export type MessageQuery = z.infer<typeof messageQuery>;

export const searchQuery = z.strictObject({
  q: z.string().trim().min(1).max(200).optional(),
  author: z.string().max(80).optional(),
  from: coercedTime.optional(),
  to: coercedTime.optional(),
  limit,
  cursor,
});
export type SearchQuery = z.infer<typeof searchQuery>;

export const timelineQuery = z.strictObject({
  from: coercedTime.optional(),
  to: coercedTime.optional(),
  step: z.enum(['10s', '1m', '5m']).default('1m'),
});
export type TimelineQuery = z.infer<typeof timelineQuery>;
export const timeline = z.object({ step: z.string(), items: z.array(bucket) });
export type Timeline = z.infer<typeof timeline>;

export const labelQuery = z.strictObject({
  after: z.coerce.number().int().min(-1).optional(),
  limit,
});
export const labelPage = z.object({ epoch, items: z.array(label), next: offset.optional() });
export const pageQuery = z.strictObject({ limit, cursor });
export type PageQuery = z.infer<typeof pageQuery>;
export const summaryList = listOf(summary);
export const momentList = listOf(moment);
export const questionList = listOf(question);

const importedAt = { at: timestamp };

/**
 * One line of an import, oldest first; `at` is the original time. Ids of messages are UUIDs v5 of
 * (stream, platform, foreign id), so that a second import adds nothing; author ids carry their
 * platform (`twitch:123`) and never match an account of ours.
 */
export const importLine = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('message'),
    id: z.uuid(),
    ...importedAt,
    author: z.strictObject({
      id: z.string().min(1).max(100),
      displayName: z.string().min(1).max(100),
      role: z.enum(['member', 'moderator', 'broadcaster']).default('member'),
    }),
    text: z.string(),
    /** Id of the answered message, if it was imported too. */
    replyTo: z.uuid().optional(),
  }),
  z.strictObject({ kind: z.literal('removal'), target: z.uuid(), ...importedAt }),
  /** All earlier messages of an author were removed. */
  z.strictObject({ kind: z.literal('removals'), authorId: z.string(), ...importedAt }),
  /** A ban, or a time-out where `seconds` is given. */
  z.strictObject({
    kind: z.literal('ban'),
    authorId: z.string(),
    seconds: z.number().int().positive().optional(),
    ...importedAt,
  }),
]);
export type ImportLine = z.infer<typeof importLine>;
/** What became of the lines of one import. */
export const importReport = z.object({
  read: z.number().int(),
  imported: z.number().int(),
  duplicates: z.number().int(),
  skipped: z.record(z.string(), z.number().int()),
});
export type ImportReport = z.infer<typeof importReport>;

export const auditEntry = z.object({
  id: z.number().int(),
  at: timestamp,
  actorId: z.string(),
  action: z.string(),
  target: z.string(),
  reason: z.string().optional(),
});
export const auditList = listOf(auditEntry);

export const chatRules = rules;

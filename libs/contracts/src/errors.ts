import { z } from 'zod';

interface ErrorKind {
  readonly status: number;
  readonly title: string;
  /** Worth trying again with the same input. */
  readonly retriable?: true;
}

/** The closed list of what can go wrong for a client. */
export const errorKinds = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  token_expired: { status: 401, title: 'The access token has expired' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflicts with what exists' },
  too_large: { status: 413, title: 'Too large' },
  rate_limited: { status: 429, title: 'Too many requests', retriable: true },
  slow_mode: { status: 429, title: 'Slow mode is on', retriable: true },
  banned: { status: 403, title: 'Banned from this chat' },
  timed_out: { status: 403, title: 'Timed out in this chat' },
  blocked_words: { status: 422, title: 'Contains a blocked word' },
  rules: { status: 422, title: 'Against the rules of this chat' },
  stream_ended: { status: 409, title: 'The stream has ended' },
  draining: { status: 503, title: 'This server is restarting', retriable: true },
  unavailable: { status: 503, title: 'Not available right now', retriable: true },
  internal: { status: 500, title: 'Something went wrong', retriable: true },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;
export const errorCodes = Object.keys(errorKinds) as readonly ErrorCode[];

export const isRetriable = (code: ErrorCode): boolean => 'retriable' in errorKinds[code];

export const ruleName = z.enum(['emojiOnly', 'lockdown', 'guests', 'duplicate', 'caps']);
export type RuleName = z.infer<typeof ruleName>;

export interface ErrorDetails {
  /** What a person can do about it; never text of another system. */
  readonly detail?: string | undefined;
  readonly rule?: RuleName | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly issues?: readonly Issue[] | undefined;
}

/** One thing wrong with an input: where, and what. */
export const issue = z.object({ path: z.string(), message: z.string() });
export type Issue = z.infer<typeof issue>;

/** An error a client is meant to see; everything else shows as `internal`. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(details.detail ?? errorKinds[code].title, options);
    this.name = 'AppError';
  }
}

const code = z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]);

/** Body of an HTTP error, `application/problem+json`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code,
  detail: z.string().optional(),
  issues: z.array(issue).optional(),
  retryAfterMs: z.number().optional(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof problem>;

/** Answer to a socket event that failed. */
export const failure = z.object({
  ok: z.literal(false),
  error: z.object({
    code,
    message: z.string(),
    rule: ruleName.optional(),
    retryAfterMs: z.number().optional(),
  }),
});
export type Failure = z.infer<typeof failure>;

/** The issues of a zod error, paths joined with dots. */
export const issuesOf = (error: z.ZodError): readonly Issue[] =>
  error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));

import { HttpException } from '@nestjs/common';
import {
  AppError,
  errorKinds,
  issuesOf,
  type ErrorCode,
  type Failure,
  type Problem,
} from '@livechat/contracts';
import { ZodError } from 'zod';

/**
 * The error a client is told of: itself where it is meant to be seen, `invalid` for a failed
 * schema, the nearest code for an error of the framework, else `internal`.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return new AppError('invalid', { issues: issuesOf(error) });
  if (error instanceof HttpException) return new AppError(codeOf(error.getStatus()));
  const status = clientErrorStatus(error);
  return new AppError(status === undefined ? 'internal' : codeOf(status), {}, { cause: error });
}

/** Whether the client can be blamed, so that no alarm is due. */
export const isExpected = (error: unknown): boolean => toAppError(error).code !== 'internal';

/** The answer to a socket event that failed. */
export function toFailure(error: unknown): Failure {
  const { code, message, details } = toAppError(error);
  const { rule, retryAfterMs } = details;
  return {
    ok: false,
    error: {
      code,
      message,
      ...(rule === undefined ? {} : { rule }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  };
}

/** The body of an HTTP answer that failed. */
export function toProblem(error: unknown, requestId: string): Problem {
  const { code, details } = toAppError(error);
  const { status, title } = errorKinds[code];
  const { detail, issues, retryAfterMs } = details;
  return {
    type: `urn:livechat:error:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(issues === undefined ? {} : { issues: [...issues] }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    requestId,
  };
}

/** Body parsers and path decoding throw plain errors with a 4xx status. */
function clientErrorStatus(error: unknown): number | undefined {
  if (error instanceof URIError) return 400;
  const status = (error as { status?: unknown } | null)?.status;
  const parsing = (error as { type?: unknown } | null)?.type;
  if (typeof status !== 'number' || typeof parsing !== 'string') return undefined;
  return status >= 400 && status < 500 ? status : undefined;
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  429: 'rate_limited',
  503: 'unavailable',
};

const codeOf = (status: number): ErrorCode =>
  codes[status] ?? (status < 500 ? 'invalid' : 'internal');

import { ForbiddenException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import { AppError, errorCodes, errorKinds, failure, problem } from '@livechat/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isExpected, toAppError, toFailure, toProblem } from './failures.ts';

const zodError = z.strictObject({ title: z.string() }).safeParse({ title: 1, x: 2 }).error;

describe('an error', () => {
  it.each([
    ['an AppError', new AppError('slow_mode'), 'slow_mode'],
    ['a failed schema', zodError, 'invalid'],
    ['a missing route', new NotFoundException('Cannot GET /x'), 'not_found'],
    ['a refusal of the framework', new ForbiddenException(), 'forbidden'],
    ['an outage of the framework', new ServiceUnavailableException(), 'unavailable'],
    [
      'a body over the limit',
      Object.assign(new Error(), { status: 413, type: 'entity.too.large' }),
      'too_large',
    ],
    [
      'a body that does not parse',
      Object.assign(new SyntaxError(), { status: 400, type: 'entity.parse.failed' }),
      'invalid',
    ],
    [
      'a body in another charset',
      Object.assign(new Error(), { status: 415, type: 'charset.unsupported' }),
      'invalid',
    ],
    ['a path that does not decode', new URIError(), 'invalid'],
    [
      'an error of another service',
      Object.assign(new Error('ES says 404'), { status: 404 }),
      'internal',
    ],
    ['anything else', new TypeError('x is undefined'), 'internal'],
    ['a thrown text', 'oops', 'internal'],
    ['nothing', undefined, 'internal'],
  ])('is shown by its code: %s', (_case, error, code) => {
    expect(toAppError(error).code).toBe(code);
    expect(isExpected(error)).toBe(code !== 'internal');
  });

  it('answers a request as a problem that fits the contract, for every code', () => {
    for (const code of errorCodes) {
      const body = toProblem(new AppError(code, { detail: 'd', retryAfterMs: 5 }), 'r1');
      expect(problem.parse(body)).toEqual(body);
      expect(body).toMatchObject({ code, status: errorKinds[code].status, requestId: 'r1' });
    }
  });

  it('answers a socket event as a failure that fits the contract, for every code', () => {
    for (const code of errorCodes) {
      const answer = toFailure(new AppError(code, { rule: 'caps', retryAfterMs: 9 }));
      expect(failure.parse(answer)).toEqual(answer);
      expect(answer.error).toMatchObject({ code, rule: 'caps', retryAfterMs: 9 });
    }
  });

  it('names the fields that are wrong', () => {
    expect(toProblem(zodError, 'r').issues?.map(({ path }) => path)).toEqual(['title', '']);
  });

  it('shows nothing of an error that no client is meant to see', () => {
    const secret = new Error("ER_DUP_ENTRY: Duplicate entry 'ann@x' for key users.email");
    for (const answer of [toProblem(secret, 'r'), toFailure(secret)]) {
      expect(JSON.stringify(answer)).not.toMatch(/ER_DUP|ann@x|stack|at /);
    }
  });
});

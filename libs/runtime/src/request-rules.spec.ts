import { AppError } from '@livechat/contracts';
import type { Request, RequestHandler, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { silentLogger } from './logger.ts';
import { depthRule, drainRule } from './request-rules.ts';
import { Shutdown } from './shutdown.ts';

/** What a rule says of a request: the code it refuses with, or `passed`; and the headers it set. */
function judged(rule: RequestHandler, request: { method?: string; body?: unknown }) {
  const headers: Record<string, string> = {};
  const response = { setHeader: (name: string, value: string) => (headers[name] = value) };
  let verdict = 'nothing';
  void rule(request as Request, response as unknown as Response, (error?: unknown) => {
    verdict = error instanceof AppError ? error.code : 'passed';
  });
  return { verdict, headers };
}

describe('drainRule', () => {
  it('lets everything pass until the process drains', () => {
    const rule = drainRule(new Shutdown(silentLogger()));
    expect(judged(rule, { method: 'POST' })).toEqual({ verdict: 'passed', headers: {} });
  });

  it('then refuses changes, answers reads, and keeps no connection', async () => {
    const shutdown = new Shutdown(silentLogger());
    await shutdown.run();
    const headers = { connection: 'close' };
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(judged(drainRule(shutdown), { method })).toEqual({ verdict: 'draining', headers });
    }
    expect(judged(drainRule(shutdown), { method: 'GET' })).toEqual({ verdict: 'passed', headers });
  });
});

describe('depthRule', () => {
  it.each([
    [undefined, 'passed'],
    [1, 'passed'],
    [{}, 'passed'],
    [{ a: [{}] }, 'passed'],
    [{ a: [[1]] }, 'passed'],
    [{ a: [{ b: {} }] }, 'invalid'],
    [[[[[]]]], 'invalid'],
  ])('of three levels judges %j: %s', (body, verdict) => {
    expect(judged(depthRule(3), { body }).verdict).toBe(verdict);
  });
});

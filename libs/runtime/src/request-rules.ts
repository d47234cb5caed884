import { AppError } from '@livechat/contracts';
import type { RequestHandler } from 'express';
import type { Origins } from './origins.ts';
import type { Shutdown } from './shutdown.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A call that changes state must come from a page of ours, or from no page at all, and say so: the
 * header `x-livechat: 1` cannot be sent across sites without a preflight that nobody answers.
 */
export function stateChangeRule(origins: Origins): RequestHandler {
  return (request, _response, next) => {
    if (reading.has(request.method)) return next();
    const { origin, host } = request.headers;
    const crossSite = request.headers['sec-fetch-site'] === 'cross-site';
    if (!origins.allows(origin, host) || (crossSite && origin === undefined)) {
      return next(new AppError('forbidden', { detail: 'Not from this page' }));
    }
    if (request.headers['x-livechat'] !== '1') {
      return next(new AppError('forbidden', { detail: 'The header x-livechat: 1 is missing' }));
    }
    next();
  };
}

/** While the process drains, nothing new is changed, and connections are not kept. */
export function drainRule(shutdown: Shutdown): RequestHandler {
  return (request, response, next) => {
    if (!shutdown.draining) return next();
    response.setHeader('connection', 'close');
    next(
      reading.has(request.method) ? undefined : new AppError('draining', { retryAfterMs: 1_000 }),
    );
  };
}

/** Refuses bodies nested deeper than `deepest`; `[]` and `{}` have depth 1. */
export function depthRule(deepest: number): RequestHandler {
  return (request, _response, next) => {
    const body: unknown = request.body;
    if (isWithin(body, deepest)) return next();
    next(new AppError('invalid', { detail: `Nested deeper than ${deepest} levels` }));
  };
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}

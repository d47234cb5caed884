import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { newRequestId, setRequestId } from './request-id.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Gives each request its id, in and out as `x-request-id`, and writes one line when it is over:
 * path without query (a search is a text), status and time. Good answers at debug.
 */
export function requestLog(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const requestId = newRequestId(request.headers['x-request-id']);
    const begin = performance.now();
    setRequestId(response, requestId);
    response.once('close', () => {
      const ms = performance.now() - begin;
      write(logger, request, response, { requestId, ms: Math.round(ms) });
      const labels = { method: methodOf(request), status: response.statusCode };
      metrics.httpSeconds.observe(labels, ms / 1_000);
    });
    next();
  };
}

function write(
  logger: Logger,
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
  times: { requestId: string; ms: number },
): void {
  const status = response.statusCode;
  const path = (request.originalUrl ?? '').split('?')[0];
  const fields = { ...times, method: methodOf(request), path, status };
  if (!response.writableFinished) logger.info(fields, 'request broken off');
  else if (status >= 500) logger.error(fields, 'request failed');
  else if (status >= 400) logger.info(fields, 'request refused');
  else logger.debug(fields, 'request answered');
}

const methodOf = ({ method = '' }: IncomingMessage): string =>
  methods.has(method) ? method : 'other';

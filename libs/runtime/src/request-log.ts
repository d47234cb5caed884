import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { newRequestId, setRequestId } from './request-id.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Gives each request its id, in and out as `x-request-id`, and writes one line when it has been
 * answered: path without query (a search is a text), status and time. Good answers at debug.
 */
export function requestLog(logger: Logger, metrics: Metrics): RequestHandler {
  const log = pinoHttp({
    logger: logger.pino,
    genReqId(request, response) {
      const id = newRequestId(request.headers['x-request-id']);
      setRequestId(response, id);
      return id;
    },
    customLogLevel: (_request, { statusCode }) => levelOf(statusCode),
    customSuccessMessage: () => 'request answered',
    customErrorMessage: () => 'request failed',
    customProps: (request) => ({ requestId: request.id }),
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: pathOf(url) }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  });
  return (request, response, next) => {
    measure(request, response, metrics);
    log(request, response);
    next();
  };
}

function levelOf(status: number) {
  if (status >= 500) return 'error';
  return status >= 400 ? 'info' : 'debug';
}

const pathOf = (url: string): string => url.split('?')[0] ?? '';

function measure(request: IncomingMessage, response: ServerResponse, metrics: Metrics): void {
  const begin = performance.now();
  const method = methods.has(request.method ?? '') ? request.method : 'other';
  response.once('finish', () => {
    const seconds = (performance.now() - begin) / 1_000;
    metrics.httpSeconds.observe(
      { method: method ?? 'other', status: response.statusCode },
      seconds,
    );
  });
}

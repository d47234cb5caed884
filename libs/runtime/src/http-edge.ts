import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import { InFlight } from './in-flight.ts';
import { Origins } from './origins.ts';
import { requestLog } from './request-log.ts';
import { depthRule, drainRule, stateChangeRule } from './request-rules.ts';
import { securityHeaders } from './security-headers.ts';
import type { ServiceCore } from './service-core.ts';

/** What every request passes before its route: id and log, headers, rules, the bounded body. */
export function installEdge(app: NestExpressApplication, core: ServiceCore): void {
  const { settings, logger, metrics, shutdown } = core;
  app.set('trust proxy', settings.trustProxy);
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use(requestLog(logger, metrics));
  app.use(servedBy(`${core.name}/${settings.instance}`));
  app.use(app.get(InFlight).middleware);
  app.use(securityHeaders(settings));
  app.enableCors({
    origin: [...settings.allowedOrigins],
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'x-livechat',
      'x-request-id',
      'last-event-id',
    ],
    exposedHeaders: ['x-request-id', 'x-served-by', 'retry-after'],
    maxAge: 600,
  });
  app.use(['/api', '/chat'], uncached);
  app.use(drainRule(shutdown));
  app.use(stateChangeRule(app.get(Origins)));
  // No compressed bodies: a small one could unpack to any size.
  app.useBodyParser('json', { limit: settings.bounds.bodyBytes, inflate: false });
  app.use(depthRule(settings.bounds.jsonDepth));
}

/** Which replica answers, for who looks for a fault. */
const servedBy =
  (name: string): RequestHandler =>
  (_request, response, next) => {
    response.setHeader('x-served-by', name);
    next();
  };

/** Answers of the services hold tokens and what changes at once. */
const uncached: RequestHandler = (_request, response, next) => {
  response.setHeader('cache-control', 'no-store');
  next();
};

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ServiceCore } from './service-core.ts';

/**
 * Health and metrics on a port of their own, which is never routed to clients:
 * `/health/live`, `/health/ready` (503 unless ready), `/metrics`, and `/errors`: who this is, and
 * the newest warnings and errors of its log.
 */
export function adminServer(core: ServiceCore): Server {
  return createServer((request, response) => {
    answer(request, response, core).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { name, settings, health, metrics, logger }: ServiceCore,
): Promise<void> {
  if (request.method !== 'GET') return json(response, 405, { status: 'method not allowed' });
  const path = request.url?.split('?')[0];
  if (path === '/health/live') return json(response, 200, { status: 'live' });
  if (path === '/health/ready') {
    const report = await health.report();
    return json(response, report.status === 'ready' ? 200 : 503, report);
  }
  if (path === '/errors') {
    const { instance } = settings;
    return json(response, 200, { service: name, instance, errors: logger.troubles.newest });
  }
  if (path !== '/metrics') return json(response, 404, { status: 'not found' });
  await health.report();
  const text = await metrics.text();
  response.setHeader('content-type', metrics.registry.contentType).end(text);
}

function json(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

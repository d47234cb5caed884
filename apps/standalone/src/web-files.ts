import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Request, type RequestHandler, type Response } from 'express';

const services = /^\/(api|chat)(\/|$)/;
const pages = /^\/(streams\/[^/]+|dashboard(\/[^/]+)?)?\/?$/;
const hashed = /^\/assets\/[^/]+$/;
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/**
 * Serves a built web app. Its routes get the page, which may never be kept unasked; files with a hash
 * in their name may be kept for ever, and go out compressed where the build left such a copy. Another
 * address asked for by a browser's own navigation gets the page with status 404, which then says so;
 * everything else, and all of /api and /chat, goes on to the next handler.
 */
export function webFiles(folder: string): RequestHandler {
  const page = join(folder, 'index.html');
  const files = express.static(folder, { index: false, redirect: false, setHeaders });
  return (request, response, next) => {
    if (!['GET', 'HEAD'].includes(request.method) || services.test(request.path)) return next();
    if (pages.test(request.path)) return sendPage(response, page);
    encode(folder, request, response);
    files(request, response, (error?: unknown) => {
      if (error) return next(error);
      const navigates = !hashed.test(request.path) && request.accepts(['json', 'html']) === 'html';
      if (!navigates) return next();
      response.status(404);
      sendPage(response, page);
    });
  };
}

function sendPage(response: Response, page: string): void {
  response.setHeader('cache-control', 'no-cache');
  response.sendFile(page);
}

/** Lets the file's compressed copy be served in its place, under the file's own type. */
function encode(folder: string, request: Request, response: Response): void {
  if (!hashed.test(request.path)) return;
  response.vary('accept-encoding');
  for (const [encoding, end] of encodings) {
    if (!request.acceptsEncodings(encoding)) continue;
    if (!existsSync(join(folder, `${request.path}${end}`))) continue;
    response.type(request.path.slice(request.path.lastIndexOf('.')));
    response.setHeader('content-encoding', encoding);
    request.url = `${request.path}${end}`;
    return;
  }
}

function setHeaders(response: Response, path: string): void {
  const isHashed = path.includes('/assets/') || path.includes('\\assets\\');
  response.setHeader(
    'cache-control',
    isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
}

import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Settings } from './settings.ts';

/**
 * Security headers of every answer. Scripts only from us and never inline; styles may be inline,
 * since the UI kit injects style elements; images and frames from the operator's list.
 */
export function securityHeaders(settings: Settings): RequestHandler {
  const https = settings.publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: policy(settings) },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    // Embedded players want to know which site shows them, and no more than that.
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

function policy({ mediaOrigins, publicUrl }: Settings) {
  return {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    scriptSrcAttr: ["'none'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', ...mediaOrigins.image],
    mediaSrc: ["'self'"],
    fontSrc: ["'self'", 'data:'],
    // Some browsers do not count a websocket of the same host as 'self'.
    connectSrc: ["'self'", publicUrl.replace(/^http/, 'ws')],
    frameSrc: mediaOrigins.video.length > 0 ? [...mediaOrigins.video] : ["'none'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  };
}

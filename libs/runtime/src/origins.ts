import { isIP } from 'node:net';
import type { Settings } from './settings.ts';

/**
 * Which pages may change state: those of `PUBLIC_URL` and `ALLOWED_ORIGINS`, compared as exact
 * strings. In embedded mode also the page's own host, but only where it is `localhost` or a plain
 * address: a name could be made to point here by someone else.
 */
export class Origins {
  private readonly listed: ReadonlySet<string>;
  private readonly sameHost: boolean;

  constructor(settings: Pick<Settings, 'allowedOrigins' | 'publicUrl' | 'mode'>) {
    this.listed = new Set([settings.publicUrl, ...settings.allowedOrigins]);
    this.sameHost = settings.mode === 'embedded';
  }

  /** `host`: the request's Host header. A request without Origin comes from no page of another site. */
  allows(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || this.listed.has(origin)) return true;
    return this.sameHost && host !== undefined && origin === `http://${host}` && isLocal(host);
  }
}

function isLocal(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0;
}

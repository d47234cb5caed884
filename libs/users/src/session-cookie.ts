import { AppError } from '@livechat/contracts';
import { InjectSettings, Origins } from '@livechat/runtime';
import type { Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { absoluteMs } from './families.ts';
import { parseRefreshToken, refreshTokenText } from './refresh-tokens.ts';
import type { RefreshToken } from './refresh-tokens.ts';

const localHost = /^(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * The cookie that carries the refresh token: out of reach of scripts, sent to this site only, and
 * over https only, except for a browser on this machine (or where the operator allows it).
 */
@Injectable()
export class SessionCookie {
  private readonly secure: boolean;

  constructor(
    @InjectSettings() private readonly settings: Settings,
    private readonly origins: Origins,
  ) {
    this.secure = settings.publicUrl.startsWith('https:');
  }

  private get name(): string {
    return this.secure ? '__Host-rt' : 'rt';
  }

  /**
   * The refresh token of a call that a page of ours made; undefined without one. Throws
   * `forbidden` where the call does not name exactly our origin: the cookie alone proves nothing.
   */
  read(request: Request): RefreshToken | undefined {
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    if (origin === undefined || !this.origins.allows(origin, host) || !this.isOurs(site, origin)) {
      throw new AppError('forbidden', { detail: 'Only for pages of this site' });
    }
    const value = cookies(request.headers.cookie).get(this.name);
    return value === undefined ? undefined : parseRefreshToken(value);
  }

  /** Throws `forbidden` where a cookie would travel in the clear. */
  assertSafe(request: Request): void {
    const local = localHost.test(request.headers.host ?? '');
    if (this.secure || local || this.settings.allowInsecureHttp) return;
    throw new AppError('forbidden', {
      detail:
        'Signing in needs https beyond this machine; the operator may set ALLOW_INSECURE_HTTP=1',
    });
  }

  write(response: Response, token: RefreshToken): void {
    const { name, secure } = this;
    const value = refreshTokenText(token);
    response.cookie(name, value, { ...this.attributes(secure), maxAge: absoluteMs });
  }

  clear(response: Response): void {
    response.clearCookie(this.name, this.attributes(this.secure));
  }

  private attributes(secure: boolean) {
    return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
  }

  /** Browsers of today say where a call comes from; `same-site` counts for listed origins only. */
  private isOurs(site: string | string[] | undefined, origin: string): boolean {
    if (site === undefined || site === 'same-origin') return true;
    return site === 'same-site' && this.settings.allowedOrigins.includes(origin);
  }
}

function cookies(header = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of header.split(';')) {
    const [name = '', ...value] = part.split('=');
    if (!found.has(name.trim())) found.set(name.trim(), value.join('=').trim());
  }
  return found;
}

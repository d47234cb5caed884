import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Public, readSettings, silentLogger, startService } from '@livechat/runtime';
import type { RunningService } from '@livechat/runtime';
import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebModule } from './web.module.ts';

@Public()
@Controller('api/v1/ping')
class Ping {
  @Get()
  ping() {
    return { pong: true };
  }
}

const accept = 'text/html,*/*;q=0.8';

describe('web module', () => {
  let folder: string;
  let service: RunningService;
  const get = (path: string) => fetch(service.url + path, { headers: { accept } });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'web-module-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
    @Module({ imports: [WebModule.of(folder)], controllers: [Ping] })
    class Root {}
    const settings = readSettings({ PORT: '0', ADMIN_PORT: '0', DATA_DIR: join(folder, 'data') });
    service = await startService({ name: 'web', module: Root, settings, logger: silentLogger() });
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  it('gives the page under the policy that allows no inline script', async () => {
    const response = await get('/streams/s1');
    expect(await response.text()).toContain('<title>page</title>');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
  });

  it('leaves the services their routes', async () => {
    expect(await (await get('/api/v1/ping')).json()).toEqual({ pong: true });
  });

  it.each(['/api/v1/nothing', '/chat/v1/nothing', '/assets/nothing.js'])(
    'answers %s with a problem',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ code: 'not_found' });
    },
  );
});

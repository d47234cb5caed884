import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, Injectable, Module, Post, Query } from '@nestjs/common';
import {
  AppError,
  problem,
  streamCreation,
  streamQuery,
  type StreamCreation,
  type TokenClaims,
} from '@livechat/contracts';
import { SignJWT } from 'jose';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CurrentUser, Public } from './auth.guard.ts';
import { Health } from './health.ts';
import { createLogger, Logger, silentLogger } from './logger.ts';
import { Metrics } from './metrics.ts';
import { needed, readSettings } from './settings.ts';
import { Shutdown } from './shutdown.ts';
import { startService, type RunningService } from './start-service.ts';
import { TokenKeys } from './token-keys.ts';

function gate() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}
/** Lets a test see that a slow call has arrived, and say when it may end. */
const slowCalls = { arrived: gate(), release: gate(), order: [] as string[] };

@Controller('api/v1/things')
class ThingsController {
  @Public()
  @Get()
  list(@Query({ schema: streamQuery }) query: object, @CurrentUser() user?: TokenClaims) {
    return { query, user: user?.sub ?? null };
  }

  @Get('mine')
  mine(@CurrentUser() user: TokenClaims) {
    return { user };
  }

  @Public()
  @Post()
  create(@Body({ schema: streamCreation }) body: StreamCreation) {
    return { body };
  }

  @Public()
  @Get('broken')
  broken(): never {
    throw new Error('select * from secrets');
  }

  @Public()
  @Get('slow')
  async slow() {
    slowCalls.arrived.resolve();
    await slowCalls.release.promise;
    slowCalls.order.push('answered');
    return { ok: true };
  }

  @Public()
  @Get('limited')
  limited(): never {
    throw new AppError('rate_limited', { retryAfterMs: 1_500 });
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

function embedded(environment: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-'));
  return readSettings({ PORT: '0', ADMIN_PORT: '0', DATA_DIR: dataDir, ...environment });
}

const start = (settings = embedded(), module: new () => object = ThingsModule) =>
  startService({ name: 'things', module, settings, logger: silentLogger() });

async function token(service: RunningService): Promise<string> {
  const key = service.app.get(TokenKeys).signing;
  if (!key) throw new Error('no signing key');
  return new SignJWT({ name: 'Ann', kind: 'member', sid: 'f1' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid })
    .setSubject('u1')
    .setAudience('live-chat')
    .setExpirationTime('5m')
    .sign(key.key);
}

describe('a started service', () => {
  const settings = embedded({ ALLOWED_ORIGINS: 'https://studio.example' });
  let service: RunningService;
  const http = () => request(service.url);
  const post = (body: object | string = { title: 'a' }) =>
    http().post('/api/v1/things').set('x-livechat', '1').type('json').send(body);

  beforeAll(async () => {
    service = await start(settings);
  });
  afterAll(async () => {
    await service.stop();
    rmSync(settings.dataDir, { recursive: true });
  });

  describe('as to identity', () => {
    it('lets nobody in without a token, unless the route is public', async () => {
      const refused = await http().get('/api/v1/things/mine').expect(401);
      expect(refused.body).toMatchObject({ code: 'unauthenticated' });
      await http().get('/api/v1/things').expect(200);
    });

    it('tells the handler who bears a good token', async () => {
      const bearer = `Bearer ${await token(service)}`;
      const mine = await http().get('/api/v1/things/mine').set('authorization', bearer);
      expect(mine.body).toMatchObject({ user: { sub: 'u1', kind: 'member', sid: 'f1' } });
      const list = await http().get('/api/v1/things').set('authorization', bearer);
      expect(list.body).toMatchObject({ user: 'u1' });
    });

    it.each(['Bearer x.y.z', 'Basic YTpi', 'Bearer', 'Bearer a b'])(
      'refuses the header "%s" even on a public route',
      async (header) => {
        await http().get('/api/v1/things').set('authorization', header).expect(401);
      },
    );

    it('takes no token from query or cookie', async () => {
      const good = await token(service);
      await http().get(`/api/v1/things/mine?access_token=${good}`).expect(401);
      await http().get('/api/v1/things/mine').set('cookie', `token=${good}`).expect(401);
    });
  });

  describe('as to calls that change state', () => {
    it('wants the header x-livechat', async () => {
      await post().expect(201);
      const refused = await http().post('/api/v1/things').send({ title: 'a' }).expect(403);
      expect(refused.body).toMatchObject({
        code: 'forbidden',
        detail: 'The header x-livechat: 1 is missing',
      });
    });

    it.each(['null', 'https://evil.example', 'https://studio.example.evil.example'])(
      'refuses those of the origin %s',
      async (origin) => {
        await post().set('origin', origin).expect(403);
      },
    );

    it('takes those of its own pages and of listed origins', async () => {
      await post().set('origin', service.url).expect(201);
      await post().set('origin', 'https://studio.example').expect(201);
    });

    it('refuses what a browser calls cross-site', async () => {
      await post().set('sec-fetch-site', 'cross-site').expect(403);
      await post().set('sec-fetch-site', 'same-origin').expect(201);
    });

    it('lets listed origins read answers, and reflects no other', async () => {
      const listed = await http().get('/api/v1/things').set('origin', 'https://studio.example');
      expect(listed.headers['access-control-allow-origin']).toBe('https://studio.example');
      for (const origin of ['https://evil.example', 'null']) {
        const other = await http()
          .options('/api/v1/things')
          .set({ origin, 'access-control-request-method': 'POST' });
        expect(other.headers['access-control-allow-origin']).toBeUndefined();
      }
    });
  });

  describe('as to input', () => {
    it('hands on what the schema made of it', async () => {
      const list = await http().get('/api/v1/things?limit=7');
      expect(list.body).toMatchObject({ query: { status: 'live', limit: 7 } });
    });

    it('names each wrong field, unknown ones too', async () => {
      const refused = await post({ title: '', admin: true }).expect(400);
      expect(refused.headers['content-type']).toContain('application/problem+json');
      expect(problem.parse(refused.body)).toMatchObject({
        code: 'invalid',
        issues: [{ path: 'title' }, { message: expect.stringContaining('admin') as string }],
      });
    });

    it.each([
      ['text that is no JSON', '{"title":', 400, 'invalid'],
      ['a bare value', '"x"', 400, 'invalid'],
      ['more than 64 KB', JSON.stringify({ title: 'x'.repeat(66_000) }), 413, 'too_large'],
      ['nine levels', `{"a":`.repeat(9) + '1' + '}'.repeat(9), 400, 'invalid'],
      ['sixty thousand levels', '['.repeat(30_000) + ']'.repeat(30_000), 400, 'invalid'],
    ])('refuses %s', async (_case, body, status, code) => {
      const refused = await post(body).expect(status);
      expect(problem.parse(refused.body).code).toBe(code);
    });

    it('refuses a form and a compressed body', async () => {
      const send = () => http().post('/api/v1/things').set('x-livechat', '1');
      await send().type('form').send('title=a').expect(400);
      await send().set('content-encoding', 'gzip').type('json').send('{"title":"a"}').expect(400);
    });

    it('drops keys that would reach a prototype', async () => {
      const made = await post('{"title":"a","__proto__":{"polluted":1}}').expect(201);
      expect(made.body).toEqual({ body: { title: 'a' } });
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });
  });

  describe('as to errors', () => {
    it('answers unknown routes and undecodable paths as problems', async () => {
      const missing = await http().get('/nowhere').expect(404);
      expect(problem.parse(missing.body).code).toBe('not_found');
      const odd = await http().get('/api/v1/%E0%A4%A');
      expect(problem.parse(odd.body).status).toBe(odd.status);
      expect(odd.status).toBeLessThan(500);
    });

    it('shows nothing of a fault but its request id, under which it is logged', async () => {
      const error = vi.spyOn(service.app.get(Logger), 'error');
      const failed = await http().get('/api/v1/things/broken').set('x-request-id', 'r-42');
      expect(failed.status).toBe(500);
      expect(failed.text).not.toContain('secrets');
      expect(failed.body).toMatchObject({ code: 'internal', requestId: 'r-42' });
      expect(error).toHaveBeenCalledWith(
        expect.objectContaining({ requestId: 'r-42', err: expect.any(Error) as Error }),
        'A request failed',
      );
      error.mockRestore();
    });

    it('says when to try again', async () => {
      const limited = await http().get('/api/v1/things/limited').expect(429);
      expect(limited.headers['retry-after']).toBe('2');
      expect(limited.body).toMatchObject({ retryAfterMs: 1_500 });
    });
  });

  describe('as to headers', () => {
    it('gives each request an id, or keeps one that is fit for a log', async () => {
      const given = await http().get('/api/v1/things').set('x-request-id', 'abc-1');
      expect(given.headers['x-request-id']).toBe('abc-1');
      for (const odd of ['a'.repeat(65), 'a b', 'ä']) {
        const made = await http().get('/api/v1/things').set('x-request-id', encodeURI(odd));
        expect(made.headers['x-request-id']).toMatch(/^[\w.:-]{1,64}$/);
        expect(made.headers['x-request-id']).not.toBe(odd);
      }
    });

    it('allows scripts from here only, and frames from the operator’s list', async () => {
      const { headers } = await http().get('/api/v1/things');
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain(
        'frame-src https://www.youtube-nocookie.com https://player.twitch.tv',
      );
      expect(policy).toContain("style-src 'self' 'unsafe-inline'");
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['strict-transport-security']).toBeUndefined();
    });
  });

  describe('on its admin port', () => {
    it('tells whether it lives and is ready, with each dependency by name', async () => {
      service.app.get(Health).register('files', () => Promise.resolve());
      await request(service.adminUrl).get('/health/live').expect(200, { status: 'live' });
      await vi.waitFor(async () => {
        const ready = await request(service.adminUrl).get('/health/ready').expect(200);
        expect(ready.body).toEqual({ status: 'ready', dependencies: { files: 'up' } });
      }, 10_000);
    });

    it('shows metrics of ours and of the process, and nothing else', async () => {
      service.app.get(Metrics).messagesAccepted.inc();
      const { text } = await request(service.adminUrl).get('/metrics').expect(200);
      expect(text).toContain('livechat_messages_accepted_total 1');
      expect(text).toContain('livechat_process_cpu_seconds_total');
      expect(text).toMatch(/livechat_http_seconds_count\{method="POST",status="201"\} \d/);
      await request(service.adminUrl).get('/api/v1/things').expect(404);
      await request(service.adminUrl).post('/health/live').expect(405);
    });

    it('shows who it is, and the newest warnings and errors of its log', async () => {
      const settings = embedded({ INSTANCE: 'one' });
      const logger = createLogger(settings, 'things', { write: () => undefined });
      const module = ThingsModule;
      const logged = await startService({ name: 'things', module, settings, logger });
      logged.app.get(Logger).warn({ part: 'x', password: 'hunter2' }, 'Beware');
      const { body } = await request(logged.adminUrl).get('/errors').expect(200);
      expect(body).toMatchObject({ service: 'things', instance: 'one' });
      expect(body).toHaveProperty('errors.0.msg', 'Beware');
      expect(body).toHaveProperty('errors.0.password', '[redacted]');
      expect(await logged.stop()).toBe(true);
    });

    it('is the only one to show them', async () => {
      await http().get('/metrics').expect(404);
      await http().get('/errors').expect(404);
      await http().get('/health/ready').expect(404);
    });
  });
});

@Injectable()
class Failing {
  constructor() {
    throw new Error('no store');
  }
}
@Module({ providers: [Failing] })
class FailingModule {}

@Module({
  providers: [{ provide: 'unset', useFactory: () => needed(undefined, 'SQL_URL') }],
})
class UnsetModule {}

describe('starting and ending', () => {
  let settings = embedded();
  beforeEach(() => {
    settings = embedded();
  });
  afterEach(() => rmSync(settings.dataDir, { recursive: true, force: true }));

  it('refuses a port that is taken, naming its setting, before it touches the data', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) => {
      blocker.once('listening', () => resolve(blocker.address() as AddressInfo));
    });
    for (const name of ['PORT', 'ADMIN_PORT']) {
      const taken = embedded({ [name]: String(port), DATA_DIR: settings.dataDir });
      await expect(start(taken)).rejects.toThrow(
        `Port ${port} on 127.0.0.1 is taken by another process; choose another with ${name}`,
      );
    }
    expect(readdirSync(settings.dataDir)).toEqual([]);
    blocker.close();
  });

  it('refuses an address of another machine', async () => {
    await expect(start(embedded({ HOST: '203.0.113.1' }))).rejects.toThrow(
      /choose another with HOST/,
    );
  });

  it('refuses a second start on the same data, and leaves the first alone', async () => {
    const first = await start(settings);
    await expect(start(settings)).rejects.toThrow(/is in use by another process/);
    await request(first.url).get('/api/v1/things').expect(200);
    expect(await first.stop()).toBe(true);
    const second = await start(settings);
    expect(await second.stop()).toBe(true);
  });

  it('gives folder and ports back when a part cannot be made', async () => {
    await expect(start(settings, FailingModule)).rejects.toThrow('no store');
    expect(readdirSync(settings.dataDir).filter((name) => name.endsWith('.pid'))).toEqual([]);
    await (await start(settings)).stop();
  });

  it('leaves a reason that a person can act on to be told once, and logs any other', async () => {
    const lines: { level: string; msg: string; err?: { message: string } }[] = [];
    const logger = createLogger(settings, 'things', {
      write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]),
    });
    const service = { name: 'things', settings, logger };
    const unset = startService({ ...service, module: UnsetModule });
    await expect(unset).rejects.toThrow('SQL_URL: is not set');
    expect(lines).toEqual([]);
    await expect(startService({ ...service, module: FailingModule })).rejects.toThrow('no store');
    expect(lines).toMatchObject([
      { level: 'error', msg: 'The start failed', err: { message: 'no store' } },
    ]);
  });

  it('is not ready while it ends, still lives, and is gone afterwards', async () => {
    const service = await start(settings);
    let finish: () => void = () => undefined;
    const slow = () => new Promise<void>((resolve) => (finish = resolve));
    service.app.get(Shutdown).on('workers', 'slow worker', slow);
    const stopped = service.stop();
    const ready = await request(service.adminUrl).get('/health/ready').expect(503);
    expect(ready.body).toMatchObject({ status: 'draining' });
    await request(service.adminUrl).get('/health/live').expect(200);
    finish();
    expect(await stopped).toBe(true);
    await expect(request(service.url).get('/')).rejects.toThrow(/ECONNREFUSED/);
    await expect(request(service.adminUrl).get('/')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('answers what is under way before its stores close', async () => {
    const service = await start(settings);
    const { arrived, release, order } = slowCalls;
    service.app.get(Shutdown).on('stores', 'files', () => void order.push('closed'));
    const answer = request(service.url).get('/api/v1/things/slow').expect(200);
    const answered = answer.then(({ body }) => body as unknown);
    await arrived.promise;
    const stopped = service.stop();
    release.resolve();
    expect(await answered).toEqual({ ok: true });
    expect(await stopped).toBe(true);
    expect(order).toEqual(['answered', 'closed']);
  });

  it('warns of a start that lets passwords travel in the clear', async () => {
    const logger = silentLogger();
    const warn = vi.spyOn(logger, 'warn');
    const insecure = embedded({ ALLOW_INSECURE_HTTP: '1', DATA_DIR: settings.dataDir });
    const options = { name: 'things', module: ThingsModule, logger };
    await (await startService({ ...options, settings })).stop();
    expect(warn).not.toHaveBeenCalled();
    await (await startService({ ...options, settings: insecure })).stop();
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('ends once, however often it is asked', async () => {
    const service = await start(settings);
    const [one, other] = [service.stop(), service.stop()];
    expect(one).toBe(other);
    expect(await one).toBe(true);
  });
});

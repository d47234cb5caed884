import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { problem, stream, streamCreation, streamList, streamQuery } from '@livechat/contracts';
import request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Public } from './auth.guard.ts';
import { silentLogger } from './logger.ts';
import { Answers } from './openapi.ts';
import { readSettings } from './settings.ts';
import { startService, type RunningService } from './start-service.ts';

@Controller('api/v1/streams')
class StreamsController {
  @Public()
  @Get()
  @Answers(streamList)
  list(@Query({ schema: streamQuery }) query: unknown) {
    return query;
  }

  @Post()
  @Answers(stream, 201)
  create(@Body({ schema: streamCreation }) body: unknown) {
    return body;
  }
}

@Public()
@Controller('chat/v1/me')
class ChatController {
  @Get('messages')
  messages() {
    return {};
  }
}

@Module({ controllers: [StreamsController, ChatController] })
class DocumentedModule {}

const document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        security: z.array(z.record(z.string(), z.array(z.string()))),
        parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })),
        responses: z.record(z.string(), z.unknown()),
        requestBody: z.unknown().optional(),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

describe('the API docs', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-'));
  let service: RunningService;

  async function start(environment: Record<string, string> = {}): Promise<void> {
    const ports = { PORT: '0', ADMIN_PORT: '0', DATA_DIR: dataDir };
    service = await startService({
      name: 'docs',
      module: DocumentedModule,
      settings: readSettings({ ...ports, ...environment }),
      logger: silentLogger(),
    });
  }
  afterEach(async () => {
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('show each service its own paths', async () => {
    await start();
    const api = await request(service.url).get('/api/docs-json').expect(200);
    const chat = await request(service.url).get('/chat/docs-json').expect(200);
    expect(Object.keys(document.parse(api.body).paths)).toEqual(['/api/v1/streams']);
    expect(Object.keys(document.parse(chat.body).paths)).toEqual(['/chat/v1/me/messages']);
  });

  it('are made from the schemas of the contract', async () => {
    await start();
    const { body } = await request(service.url).get('/api/docs-json');
    const { get, post } = document.parse(body).paths['/api/v1/streams'] ?? {};
    expect(get?.parameters.map(({ name }) => name)).toEqual(['status', 'q', 'limit', 'cursor']);
    expect(JSON.stringify(get?.responses['200'])).toContain('broadcaster');
    expect(JSON.stringify(post?.requestBody)).toContain('guestsMayChat');
    expect(JSON.stringify(post?.responses['201'])).toContain('startedAt');
  });

  it('tell which calls need a token, a header, and how they fail', async () => {
    await start();
    const { body } = await request(service.url).get('/api/docs-json');
    const { paths, components } = document.parse(body);
    const { get, post } = paths['/api/v1/streams'] ?? {};
    expect(get?.security).toEqual([{}, { accessToken: [] }]);
    expect(post?.security).toEqual([{ accessToken: [] }]);
    expect(post?.parameters).toEqual([
      expect.objectContaining({ name: 'x-livechat', in: 'header', required: true }),
    ]);
    expect(post?.responses).toHaveProperty('default');
    expect(components.schemas['Problem']).toMatchObject({
      required: expect.arrayContaining(['code', 'requestId']) as string[],
    });
    expect(Object.keys(problem.shape)).toContain('requestId');
  });

  it('take a whole controller as public', async () => {
    await start();
    const { body } = await request(service.url).get('/chat/docs-json');
    const { get } = document.parse(body).paths['/chat/v1/me/messages'] ?? {};
    expect(get?.security).toEqual([{}, { accessToken: [] }]);
  });

  it('are a page without inline scripts', async () => {
    await start();
    const { text } = await request(service.url).get('/api/docs').expect(200);
    expect(text).toContain('swagger-ui');
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    await request(service.url).get('/api/docs/swagger-ui-init.js').expect(200);
  });

  it('are not there when switched off', async () => {
    await start({ API_DOCS: '0' });
    await request(service.url).get('/api/docs').expect(404);
    await request(service.url).get('/api/docs-json').expect(404);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Public, type AuthedRequest } from './auth.guard.ts';
import { silentLogger } from './logger.ts';
import { Metrics } from './metrics.ts';
import { readSettings } from './settings.ts';
import { SseFeeds, type SseFeed } from './sse.ts';
import { startService, type RunningService } from './start-service.ts';

const opened: SseFeed[] = [];

@Controller('api/v1/events')
class EventsController {
  constructor(private readonly feeds: SseFeeds) {}

  @Public()
  @Get()
  events(@Req() request: AuthedRequest, @Res() response: Response): void {
    opened.push(this.feeds.open(request, response));
  }
}

@Module({ controllers: [EventsController] })
class EventsModule {}

/** A reader of a feed: what came so far, and whether it has ended. */
async function read(url: string) {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/v1/events`, { signal: abort.signal });
  const seen = { response, text: '', ended: false, leave: () => abort.abort() };
  const body = response.body;
  if (!body) throw new Error('no body');
  const reading = async () => {
    for await (const chunk of body) seen.text += Buffer.from(chunk as Uint8Array).toString();
  };
  void reading()
    .catch(() => undefined)
    .finally(() => (seen.ended = true));
  return seen;
}

describe('an event feed', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-'));
  let service: RunningService;

  async function start(environment: Record<string, string> = {}): Promise<void> {
    const ports = { PORT: '0', ADMIN_PORT: '0', DATA_DIR: dataDir };
    service = await startService({
      name: 'events',
      module: EventsModule,
      settings: readSettings({ ...ports, ...environment }),
      logger: silentLogger(),
    });
  }
  const feed = (index = 0): SseFeed => {
    const found = opened[index];
    if (!found) throw new Error('no such feed');
    return found;
  };

  beforeEach(() => {
    opened.length = 0;
  });
  afterEach(async () => {
    vi.useRealTimers();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('carries events with type, id and JSON, none of them kept by a cache or a proxy', async () => {
    await start();
    const reader = await read(service.url);
    feed().send({ event: 'viewers', id: '1-7', data: { s1: 3 } });
    feed().send({ event: 'note', data: 'two\nlines' });
    await vi.waitFor(
      () =>
        expect(reader.text).toBe(
          'event: viewers\nid: 1-7\ndata: {"s1":3}\n\nevent: note\ndata: two\ndata: lines\n\n',
        ),
      10_000,
    );
    expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reader.response.headers.get('cache-control')).toContain('no-store');
    expect(reader.response.headers.get('x-accel-buffering')).toBe('no');
  });

  it('beats every 15 s', async () => {
    await start();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const reader = await read(service.url);
    vi.advanceTimersByTime(14_000);
    feed().send({ event: 'x', data: 1 });
    vi.advanceTimersByTime(1_000);
    await vi.waitFor(() => expect(reader.text).toBe('event: x\ndata: 1\n\n: beat\n\n'), 10_000);
  });

  it('tells when its reader has left, and takes nothing more', async () => {
    await start();
    const reader = await read(service.url);
    const closed = vi.fn();
    feed().onClose(closed);
    reader.leave();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(1), 10_000);
    expect(feed().open).toBe(false);
    feed().send({ event: 'x', data: 1 });
    feed().close();
    const late = vi.fn();
    feed().onClose(late);
    expect(late).toHaveBeenCalledTimes(1);
  });

  it('cuts off a reader that lets too much pile up, and counts it', async () => {
    await start({ BOUND_SSE_BUFFER: '64KB' });
    const { port, hostname } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined).pause();
    socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
    await vi.waitFor(() => expect(opened).toHaveLength(1), 10_000);
    const data = 'x'.repeat(16_384);
    for (let sent = 0; sent < 2_000 && feed().open; sent += 1) feed().send({ event: 'x', data });
    expect(feed().open).toBe(false);
    const text = await service.app.get(Metrics).text();
    expect(text).toContain('livechat_bounds_hit_total{bound="sse_buffer"} 1');
    socket.destroy();
  });

  it('is refused to an address that holds too many, and given again when one ends', async () => {
    await start({ LIMIT_SSE_PER_IP: '2', LIMIT_LOOPBACK: '1' });
    const readers = [await read(service.url), await read(service.url)];
    const refused = await fetch(`${service.url}/api/v1/events`);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    readers[0]?.leave();
    await vi.waitFor(async () => {
      const again = await read(service.url);
      expect(again.response.status).toBe(200);
    }, 10_000);
  });

  it('spares this machine from the limit per address', async () => {
    await start({ LIMIT_SSE_PER_IP: '1' });
    const readers = [await read(service.url), await read(service.url)];
    expect(readers.map(({ response }) => response.status)).toEqual([200, 200]);
  });

  it('ends when the process ends, and holds that up for nobody', async () => {
    await start();
    const readers = [await read(service.url), await read(service.url)];
    const begin = performance.now();
    expect(await service.stop()).toBe(true);
    expect(performance.now() - begin).toBeLessThan(10_000);
    await vi.waitFor(() => expect(readers.every(({ ended }) => ended)).toBe(true), 10_000);
    expect(await service.app.get(Metrics).text()).toContain('livechat_sse_connections 0');
  });
});

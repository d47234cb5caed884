import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express, { type Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webFiles } from './web-files.ts';

const script = 'export const answer = 42;';
const browser = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('web files', () => {
  let folder: string;
  let app: Express;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'web-files-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
    await writeFile(join(folder, 'boot.js'), 'void 0;');
    await writeFile(join(folder, 'assets/index-abc.js'), script);
    await writeFile(join(folder, 'assets/index-abc.js.gz'), gzipSync(script));
    await writeFile(join(folder, 'assets/plain-abc.js'), script);
    app = express().use(webFiles(folder));
    app.use((_request, response) => void response.status(404).json({ code: 'not_found' }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['/', '/streams/s1', '/dashboard', '/dashboard/s1', '/?q=music'])(
    'gives the page at %s, to be asked for again each time',
    async (path) => {
      const { status, text, headers } = await request(app).get(path).set('accept', browser);
      expect({ status, text }).toEqual({
        status: 200,
        text: '<!doctype html><title>page</title>',
      });
      expect(headers['cache-control']).toBe('no-cache');
    },
  );

  it.each(['/api', '/api/v1/nothing', '/chat/v1/streams/s1/nothing'])(
    'never gives the page at %s, whatever is accepted',
    async (path) => {
      const { status, body } = await request(app).get(path).set('accept', browser);
      expect({ status, body }).toEqual({ status: 404, body: { code: 'not_found' } });
    },
  );

  it('lets files with a hash in their name be kept for ever', async () => {
    const { text, headers } = await request(app)
      .get('/assets/plain-abc.js')
      .set('accept-encoding', 'br, gzip');
    expect(text).toBe(script);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('sends the compressed copy under the type of the file', async () => {
    const { text, headers } = await request(app)
      .get('/assets/index-abc.js')
      .set('accept-encoding', 'br, gzip');
    expect(text).toBe(script);
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
  });

  it('sends the file itself to who cannot unpack', async () => {
    const { text, headers } = await request(app)
      .get('/assets/index-abc.js')
      .set('accept-encoding', 'identity');
    expect(text).toBe(script);
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('has files without a hash asked for again', async () => {
    const { headers } = await request(app).get('/boot.js');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('answers a navigation to an unknown address with the page and status 404', async () => {
    const { status, text } = await request(app).get('/nowhere/at/all').set('accept', browser);
    expect(status).toBe(404);
    expect(text).toContain('<title>page</title>');
  });

  it.each(['/assets/gone-abc.js', '/favicon.png', '/..%2f..%2fpackage.json'])(
    'leaves the missing file %s to the next handler',
    async (path) => {
      const { status, body } = await request(app).get(path).set('accept', '*/*');
      expect({ status, body }).toEqual({ status: 404, body: { code: 'not_found' } });
    },
  );

  it('never gives the page for a missing script, even to a browser', async () => {
    const { body } = await request(app).get('/assets/gone-abc.js').set('accept', browser);
    expect(body).toEqual({ code: 'not_found' });
  });

  it('serves no other method', async () => {
    const { status, body } = await request(app).post('/').set('accept', browser);
    expect({ status, body }).toEqual({ status: 404, body: { code: 'not_found' } });
  });
});

import { afterEach, expect, test, vi } from 'vitest';
import { newestAnalysis } from './insight.ts';

afterEach(() => vi.unstubAllGlobals());

const answers = (status: number, body: unknown) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status })));

test('a stream without an analysis yet has none, and nothing failed', async () => {
  answers(200, null);
  expect(await newestAnalysis('a')).toBeUndefined();
});

test('a stream that is not there is an error, not an empty analysis', async () => {
  const problem = { type: 'about:blank', title: 'Not found', status: 404, code: 'not_found' };
  answers(404, { ...problem, requestId: 'r' });
  await expect(newestAnalysis('a')).rejects.toMatchObject({ code: 'not_found' });
});

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importLine, type ImportLine, type Problem } from '@livechat/contracts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jsonLines, written } from './formats/written.fixture.ts';
import { runImport } from './importing.ts';

interface Call {
  readonly path: string;
  readonly token: string | undefined;
  readonly body: string;
}

/** The few calls an import needs, kept in memory; access tokens are as good as expired at once. */
async function service(refuse: (call: Call, count: number) => Partial<Problem> | undefined) {
  const calls: Call[] = [];
  const ids = new Set<string>();
  let tokens = 0;
  const session = () => {
    const user = { id: 'u1', displayName: 'Wren', kind: 'member', createdAt: 0 };
    return { accessToken: `token-${(tokens += 1)}`, expiresAt: Date.now() + 1_000, user };
  };
  const stream = (title: string) => {
    const broadcaster = { id: 'u1', displayName: 'Wren' };
    return { id: 's1', title, broadcaster, status: 'live', startedAt: 1_000_000, viewers: 0 };
  };
  const imported = (body: string) => {
    const lines = body
      .trim()
      .split('\n')
      .map((text): ImportLine => importLine.parse(JSON.parse(text)));
    const news = lines.filter((line) => line.kind === 'message' && !ids.has(line.id));
    for (const line of news) if (line.kind === 'message') ids.add(line.id);
    const duplicates = lines.length - news.length;
    return { read: lines.length, imported: news.length, duplicates, skipped: {} };
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? '';
      const call = { path, token: request.headers.authorization, body };
      calls.push(call);
      const refusal = refuse(call, calls.filter((other) => other.path === path).length);
      const answer = () => {
        if (path.startsWith('/api/v1/sessions')) return session();
        if (path.endsWith('/import')) return imported(body);
        return stream(body.includes('title') ? 'Old' : 'x');
      };
      const setCookie = path.startsWith('/api/v1/sessions')
        ? { 'set-cookie': 'rt=secret; Path=/' }
        : {};
      response.writeHead(refusal?.status ?? 200, setCookie);
      const problem = { type: 'about:blank', title: '', requestId: 'r', ...refusal };
      response.end(JSON.stringify(refusal === undefined ? answer() : problem));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const posts = () => calls.filter(({ path }) => path.endsWith('/import'));
  return { url: `http://127.0.0.1:${port}`, calls, posts, ids };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const account = { email: 'a@example.com', password: 'secret' };
const lines = (count: number) =>
  jsonLines(
    ...Array.from({ length: count }, (_, n) => ({ at_ms: n, user: `u${n % 7}`, text: `t${n}` })),
  );

describe('an import', () => {
  it('goes in calls of bounded size, each with a token that is still good, and ends a new stream', async () => {
    const { url, posts, calls } = await service(() => undefined);
    const file = await written(lines(110_000));
    const { log, service: report } = await runImport({
      url,
      account,
      target: { title: 'Old' },
      file,
    });
    expect(log.messages).toBe(110_000);
    expect(report).toEqual({ read: 110_000, imported: 110_000, duplicates: 0, skipped: {} });
    expect(posts().map(({ body }) => body.trim().split('\n').length)).toEqual([
      50_000, 50_000, 10_000,
    ]);
    expect(new Set(posts().map(({ token }) => token)).size).toBe(3);
    expect(calls.at(-1)?.path).toBe('/api/v1/streams/s1/end');
  });

  it('of the same file again adds nothing, as ids and times are the same', async () => {
    const { url, posts } = await service(() => undefined);
    const file = await written(lines(50));
    const options = { url, account, target: { streamId: 's1' }, file };
    await runImport(options);
    const again = await runImport(options);
    expect(again.service).toMatchObject({ imported: 0, duplicates: 50 });
    expect(posts()[1]?.body).toBe(posts()[0]?.body);
  });

  it('asks again where the service is busy, and stops where it refuses', async () => {
    const busy = await service(({ path }, count) =>
      path.endsWith('/import') && count === 1
        ? { status: 503, code: 'unavailable', retryAfterMs: 1 }
        : undefined,
    );
    const file = await written(lines(3));
    const target = { streamId: 's1' };
    const { service: report } = await runImport({ url: busy.url, account, target, file });
    expect(report.imported).toBe(3);
    const refusing = await service(({ path }) =>
      path.endsWith('/import')
        ? { status: 409, code: 'conflict', detail: 'live messages' }
        : undefined,
    );
    await expect(runImport({ url: refusing.url, account, target, file })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('makes no stream for a file of no known kind', async () => {
    const { url, calls } = await service(() => undefined);
    const file = await written('hello\n');
    await expect(runImport({ url, account, target: { title: 'Old' }, file })).rejects.toThrow(
      'no chat log of a known kind',
    );
    expect(calls.map(({ path }) => path)).toEqual(['/api/v1/sessions']);
  });
});

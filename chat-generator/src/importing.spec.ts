import { importLine } from '@livechat/contracts';
import { describe, expect, it } from 'vitest';
import { answers, type Call, type Told } from './answers.fixture.ts';
import { jsonLines, written } from './formats/written.fixture.ts';
import { runImport } from './importing.ts';

type Refusal = Told['problem'];

/** The few calls an import needs, kept in memory; access tokens are as good as expired at once. */
async function service(refuse: (call: Call, count: number) => Refusal = () => undefined) {
  const ids = new Set<string>();
  let [tokens, imports] = [0, 0];
  const session = () => {
    const user = { id: 'u1', displayName: 'Wren', kind: 'member', createdAt: 0 };
    return { accessToken: `token-${(tokens += 1)}`, expiresAt: Date.now(), user };
  };
  const broadcaster = { id: 'u1', displayName: 'Wren' };
  const stream = {
    id: 's1',
    title: 'Old',
    broadcaster,
    status: 'live',
    startedAt: 1e6,
    viewers: 0,
  };
  const { url, calls } = await answers((call): Told => {
    if (call.path.startsWith('/api/v1/sessions')) return { value: session(), cookie: 'rt=secret' };
    if (!call.path.endsWith('/import')) return { value: stream };
    const problem = refuse(call, (imports += 1));
    return problem === undefined ? { value: imported(call.body, ids) } : { problem };
  });
  return { url, calls, posts: () => calls.filter(({ path }) => path.endsWith('/import')) };
}

function imported(body: string, ids: Set<string>) {
  const lines = body.trim().split('\n');
  const before = ids.size;
  for (const text of lines) {
    const line = importLine.parse(JSON.parse(text));
    if (line.kind === 'message') ids.add(line.id);
  }
  const news = ids.size - before;
  return { read: lines.length, imported: news, duplicates: lines.length - news, skipped: {} };
}

const account = { email: 'a@example.com', password: 'secret' };
const lines = (count: number) =>
  jsonLines(
    ...Array.from({ length: count }, (_, n) => ({ at_ms: n, user: `u${n % 7}`, text: `t${n}` })),
  );

describe('an import', () => {
  it('goes in calls of bounded size, each with a token that is still good, and ends a new stream', async () => {
    const { url, posts, calls } = await service();
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
    // A hundred thousand lines: seconds, but many where the machine is busy.
  }, 60_000);

  it('of the same file again adds nothing, as ids and times are the same', async () => {
    const { url, posts } = await service();
    const file = await written(lines(50));
    const options = { url, account, target: { streamId: 's1' }, file };
    await runImport(options);
    const again = await runImport(options);
    expect(again.service).toMatchObject({ imported: 0, duplicates: 50 });
    expect(posts()[1]?.body).toBe(posts()[0]?.body);
  });

  it('asks again where the service is busy, and stops where it refuses', async () => {
    const busy = await service((_, count) =>
      count === 1 ? { status: 503, code: 'unavailable', retryAfterMs: 1 } : undefined,
    );
    const file = await written(lines(3));
    const target = { streamId: 's1' };
    const { service: report } = await runImport({ url: busy.url, account, target, file });
    expect(report.imported).toBe(3);
    const refusing = await service(() => ({ status: 409, code: 'conflict' }));
    await expect(runImport({ url: refusing.url, account, target, file })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('makes no stream for a file of no known kind', async () => {
    const { url, calls } = await service();
    const file = await written('hello\n');
    await expect(runImport({ url, account, target: { title: 'Old' }, file })).rejects.toThrow(
      'no chat log of a known kind',
    );
    expect(calls.map(({ path }) => path)).toEqual(['/api/v1/sessions']);
  });
});

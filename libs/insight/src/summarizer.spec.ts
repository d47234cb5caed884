import {
  AppError,
  type LogEvent,
  type RawChat,
  type Summary,
  type SummaryRequest,
} from '@livechat/contracts';
import {
  EmbeddedChatHistory,
  EmbeddedCheckpoints,
  EmbeddedCounters,
  EmbeddedEventLog,
  EmbeddedFanout,
} from '@livechat/backends';
import { Metrics, silentLogger } from '@livechat/runtime';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Llm } from './llm.ts';
import { behaviours } from './model-behaviours.ts';
import { ModelServer, type Call, type Reply } from './model-server.ts';
import { ModelWriter } from './model-writer.ts';
import { Summarizer } from './summarizer.ts';
import { SummaryWindow } from './summary-window.ts';
import { TokenBudget, type TokenCaps } from './token-budget.ts';

const streamId = 's';
let folder: string;
let log: EmbeddedEventLog;
let history: EmbeddedChatHistory;
let checkpoints: EmbeddedCheckpoints;
let fanout: EmbeddedFanout;
let counters: EmbeddedCounters;
let metrics: Metrics;
let summaries: Summary[];
let model: ModelServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'livechat-summarizer-'));
  log = new EmbeddedEventLog(join(folder, 'log.db'), { partitions: 2 });
  history = new EmbeddedChatHistory(join(folder, 'history.db'));
  checkpoints = new EmbeddedCheckpoints(join(folder, 'checkpoints.db'));
  fanout = new EmbeddedFanout();
  counters = new EmbeddedCounters();
  metrics = new Metrics();
  summaries = [];
});
afterEach(async () => {
  model?.stop();
  model = undefined;
  await log.close();
  await Promise.all([history.close(), checkpoints.close(), fanout.close()]);
  rmSync(folder, { recursive: true });
});

const texts = [
  'that boss fight was amazing',
  'boss fight amazing!!',
  'when is the next stream?',
  'lol lol',
  'the sound is broken again',
];

const usual = (i: number): string => `${texts[i % texts.length]} ${i}`;

/** Messages at offsets 0…n−1 announced to the ring, `removed` ones taken out by later events. */
async function ring(
  n: number,
  removed: readonly number[] = [],
  textAt: (i: number) => string = usual,
): Promise<void> {
  const place = (offset: number) => ({ streamId, offset, prev: offset - 1, at: 1_000 * offset });
  const posted = Array.from({ length: n }, (_, i): LogEvent => ({
    type: 'message.posted',
    ...place(i),
    id: `m${i}`,
    author: { id: `u${i % 7}`, displayName: `Name ${i % 7}`, kind: 'member', role: 'member' },
    text: textAt(i),
  }));
  const removals = removed.map((target, i): LogEvent => ({
    type: 'message.removed',
    ...place(n + i),
    id: `r${i}`,
    target: { offset: target, at: 0, authorId: 'u' },
    by: 'mod',
  }));
  const events = [...posted, ...removals];
  const entries = events.map((e) => ({ offset: e.offset, at: e.at, body: JSON.stringify(e) }));
  await fanout.announce({ streamId, epoch: 0, prev: -1, entries });
}

const request = (from: number, upTo: number, more: Partial<SummaryRequest> = {}) => ({
  id: `${streamId}:${upTo + 1}`,
  epoch: 0,
  revision: 0,
  streamId,
  from,
  upTo,
  count: upTo - from + 1,
  at: 5,
  ...more,
});

async function start(
  reply?: (call: Call) => Reply,
  caps: TokenCaps = { perStream: null, perDay: null },
) {
  model = reply && (await ModelServer.start(reply));
  const budget = new TokenBudget(counters, caps);
  const writer =
    model &&
    new ModelWriter(
      new Llm({ apiKey: 'k', baseUrl: model.baseUrl, model: 'fake' }),
      budget,
      metrics,
      silentLogger(),
      100,
    );
  const stores = { fanout, history, checkpoints };
  const onBoundHit = () => metrics.boundsHit.inc({ bound: 'summary_block' });
  const window = new SummaryWindow(stores, { window: 100, partitions: 2, onBoundHit });
  const parts = { log, history, counters, window, writer };
  const summarizer = new Summarizer(parts, metrics, silentLogger());
  await log.consume({ group: 'summarizer', topics: ['summary-requests'] }, summarizer);
  await log.consume(
    { group: 'test', topics: ['summary-results'] },
    { handle: (records) => Promise.resolve(void summaries.push(...records.map((r) => r.value))) },
  );
}

const asked = async (value: SummaryRequest, count = summaries.length + 1): Promise<Summary> => {
  await log.append('summary-requests', streamId, value);
  await vi.waitFor(() => expect(summaries).toHaveLength(count), 10_000);
  return summaries.at(-1) as Summary;
};

const answer = (more: object = {}) =>
  JSON.stringify({
    oneLine: 'The room loved the boss fight.',
    topics: [{ label: 'boss fight', ids: ['m1', 'm2'] }],
    questions: ['m3'],
    quotes: ['m1', 'm3', 'm5'],
    ...more,
  });

test('without a key the summary is counted, says so, and quotes word for word', async () => {
  await ring(40);
  await start();
  const summary = await asked(request(20, 39));
  expect(summary).toMatchObject({ source: 'offline', from: 20, upTo: 39, revision: 0, at: 5 });
  expect(summary.messages).toBe(40);
  expect(summary.quotes.length).toBeGreaterThanOrEqual(3);
  for (const { offset, text } of summary.quotes) {
    expect(text).toBe(`${texts[offset % texts.length]} ${offset}`);
  }
});

test('topics that are new against the windows before come first', async () => {
  const topic = (i: number) => (i >= 200 && i % 2 === 0 ? 'lava is rising' : 'over the bridge');
  await ring(300, [], topic);
  await start();
  const { topics } = await asked(request(280, 299));
  expect(topics.map(({ label, chatters }) => [label, chatters])).toEqual([
    [expect.stringContaining('lava'), 7],
    [expect.stringContaining('bridge'), 7],
  ]);
});

test('without a key the recap of a stream is of all of it', async () => {
  await ring(400, [5], (i) => (i < 200 ? 'the kraken is awake' : 'the bridge is falling'));
  await start();
  const recap = await asked(request(380, 399, { final: true }));
  expect(recap).toMatchObject({
    source: 'offline',
    final: true,
    from: 0,
    messages: 399,
    chatters: 7,
  });
  expect(recap.oneLine).toMatch(/^399 messages from 7 chatters/);
  expect(recap.topics.map(({ label }) => label).join()).toMatch(/kraken.*bridge|bridge.*kraken/);
});

test('each request is answered once, whatever is delivered again; a revision anew', async () => {
  await ring(40, [25]);
  await start();
  await asked(request(20, 39));
  await log.append('summary-requests', streamId, request(20, 39));
  const revised = await asked(request(20, 39, { revision: 40 }), 2);
  expect(revised.revision).toBe(40);
  const cited = [...revised.quotes, ...revised.questions].map(({ offset }) => offset);
  expect([...cited, ...revised.topics.flatMap((topic) => topic.offsets)]).not.toContain(25);
  expect(revised.messages).toBe(39);
});

test('where the ring is too short the archive is waited for and used', async () => {
  await start();
  await log.append('summary-requests', streamId, request(0, 19));
  const rows = Array.from({ length: 20 }, (_, i) => ({
    kind: 'event' as const,
    streamId,
    epoch: 0,
    key: i,
    version: 0,
    ordinal: i,
    value: {
      type: 'message.posted',
      streamId,
      id: `m${i}`,
      offset: i,
      prev: i - 1,
      at: i,
      author: { id: 'u', displayName: 'Ann', kind: 'member', role: 'member' },
      text: `hello there ${i}`,
    } satisfies LogEvent & { type: RawChat['type'] },
  }));
  await history.write(rows);
  for (const key of ['0', '1']) {
    await checkpoints.save('archive-position.1', [{ key, epoch: 0, offset: 19, state: null }]);
  }
  await vi.waitFor(() => expect(summaries).toHaveLength(1), 10_000);
  expect(summaries[0]).toMatchObject({ messages: 20, chatters: 1 });
});

describe('with a model', () => {
  test('its words are shown, and counts, quotes and askers come from the messages', async () => {
    await ring(30);
    await start(() => ({ content: answer() }));
    const summary = await asked(request(10, 29));
    expect(summary).toMatchObject({
      source: 'llm',
      oneLine: 'The room loved the boss fight.',
      topics: [{ label: 'boss fight', chatters: 2, offsets: [0, 1] }],
      questions: [{ offset: 2, text: 'when is the next stream? 2', askers: 6 }],
      messages: 30,
    });
    expect(summary.quotes[0]).toEqual({
      offset: 0,
      text: 'that boss fight was amazing 0',
      author: 'Name 0',
    });
    expect(await metrics.text()).toMatch(/livechat_llm_tokens_total\{kind="prompt"\} [1-9]/);
  });

  test('chat goes in as data with ids of the prompt’s own, never as instructions', async () => {
    await ring(5);
    await start(() => ({ content: answer() }));
    await asked(request(0, 4));
    const [system, user] = model?.calls[0]?.messages ?? [];
    expect(system?.content).not.toContain('boss');
    const sent = JSON.parse(user?.content ?? '') as { id: string }[];
    expect(sent.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
  });

  test.each<[string, Reply, string]>([
    ['invents an id', { content: answer({ quotes: ['m1', 'm99'] }) }, 'foreign_ids'],
    [
      'answers in another language',
      { content: answer({ oneLine: '방이 보스전을 좋아했다.' }) },
      'wrong_language',
    ],
    ['writes a link', { content: answer({ oneLine: 'see https://evil.example' }) }, 'unfit'],
    ['writes markup', { content: answer({ oneLine: '<b>hi</b>' }) }, 'unfit'],
    ['hides characters', { content: answer({ oneLine: 'a\u202Eb' }) }, 'unfit'],
    ['talks without end', { content: answer({ oneLine: 'x'.repeat(5_000) }) }, 'too_long'],
    ['sends ten megabytes', 'flood', 'invalid'],
    ['hangs up', 'cut', 'error'],
    ['answers no JSON', { content: 'Sure! Here you go' }, 'invalid'],
    ['is cut off', { content: '{"oneLine": "The', finish: 'length' }, 'too_long'],
    ['refuses', { refusal: 'I will not' }, 'refused'],
    ['is overloaded', { status: 429 }, 'rate_limited'],
    ['is broken', { status: 500 }, 'error'],
  ])('that %s the summary is counted instead', async (_, reply, outcome) => {
    await ring(30);
    await start(() => reply);
    const summary = await asked(request(10, 29));
    expect(summary.source).toBe('offline');
    expect(JSON.stringify(summary)).not.toMatch(/evil|<b>|I will not|Sure!/);
    expect(await metrics.text()).toContain(
      `livechat_summaries_total{source="offline",outcome="${outcome}"} 1`,
    );
  });

  test('an answer that can be mended is asked for once more, told what was wrong', async () => {
    await ring(30);
    let calls = 0;
    await start(() => ({ content: ++calls === 1 ? answer({ quotes: ['m77'] }) : answer() }));
    expect((await asked(request(10, 29))).source).toBe('llm');
    const [first, second] = model?.calls.map(({ messages }) => messages[0]?.content ?? '') ?? [];
    expect(second).toBe(
      `${first}\nYour answer before was refused: it named an id that is not in the array. Answer anew.`,
    );
  });

  test('it is asked once more only, and not at all where it refused', async () => {
    await ring(60);
    await start(({ model: name }) =>
      behaviours[name === 'fake' ? 'prose' : 'refuse']!({ model: name, messages: [] }),
    );
    await asked(request(10, 29));
    expect(model?.calls).toHaveLength(2);
  });

  test('what an earlier summary said goes in as data', async () => {
    await ring(60);
    await start(() => ({ content: answer() }));
    const before = await asked(request(0, 29));
    const row = {
      kind: 'summary',
      streamId,
      epoch: 0,
      key: 29,
      id: before.id,
      version: 0,
    } as const;
    await history.write([{ ...row, value: { ...before, upTo: -1 } }]);
    await asked(request(30, 59));
    const [, earlier] = model?.calls[1]?.messages ?? [];
    const told = 'The room loved the boss fight. Topics: boss fight';
    expect(earlier).toEqual({
      role: 'user',
      content: JSON.stringify({ earlierSummaries: [told] }),
    });
  });

  test('what it has told already costs no further call', async () => {
    await ring(60, [], (i) => texts[i % texts.length] ?? '');
    await start(() => ({ content: answer() }));
    const before = await asked(request(0, 29));
    expect(before.source).toBe('llm');
    await history.write([
      { kind: 'summary', streamId, epoch: 0, key: 29, id: before.id, version: 0, value: before },
    ]);
    expect((await asked(request(30, 59))).source).toBe('offline');
    expect(model?.calls).toHaveLength(1);
    expect(await metrics.text()).toContain('outcome="old"} 1');
  });

  test('the recap of a stream is of all of it, not of its newest messages', async () => {
    await ring(180, [], (i) => (i < 60 ? `the kraken woke ${i}` : `the bridge fell ${i}`));
    const oneLine = 'First a kraken, then a bridge kept the viewers busy.';
    const topics = [{ label: 'bridge', ids: ['m1', 'm90', 'm91'] }];
    await start(() => ({ content: answer({ oneLine, topics }) }));
    const recap = await asked(request(160, 179, { final: true }));
    expect(recap).toMatchObject({
      source: 'llm',
      final: true,
      from: 0,
      upTo: 179,
      messages: 180,
      oneLine,
    });
    const sent = model?.calls[0]?.messages.at(-1)?.content ?? '';
    expect(sent.match(/kraken/g)?.length).toBeGreaterThan(20);
    expect(sent.match(/bridge/g)?.length).toBeGreaterThan(40);
  });

  test('no token beyond the cap is spent', async () => {
    await ring(30);
    await start(() => ({ content: answer() }), { perStream: 10, perDay: null });
    expect((await asked(request(10, 29))).source).toBe('offline');
    expect(model?.calls).toEqual([]);
  });

  test('after five failures of the service in a row it is left alone for a while', async () => {
    await ring(100);
    await start(() => ({ status: 500 }));
    for (let i = 0; i < 7; i++) await asked(request(i * 10, i * 10 + 9));
    // Five calls of three tries each.
    expect(model?.calls).toHaveLength(15);
    expect(await metrics.text()).toContain('outcome="breaker"} 2');
  });

  test('what it refuses to say counts against no other stream', async () => {
    await ring(100);
    await start(() => ({ refusal: 'no' }));
    for (let i = 0; i < 7; i++) await asked(request(i * 10, i * 10 + 9));
    expect(model?.calls).toHaveLength(7);
  });

  test('only the newest of many waiting requests are worth a call', async () => {
    await ring(90);
    for (let i = 0; i < 8; i++) {
      await log.append('summary-requests', streamId, request(i * 10, i * 10 + 9));
    }
    await start(() => ({ content: answer() }));
    await vi.waitFor(() => expect(summaries).toHaveLength(8), 10_000);
    expect(summaries.map(({ source }) => source)).toEqual([
      ...Array.from({ length: 5 }, () => 'offline'),
      ...Array.from({ length: 3 }, () => 'llm'),
    ]);
  });

  test('a failed append costs no second call', async () => {
    await ring(30);
    await start(() => ({ content: answer() }));
    const append = vi.spyOn(log, 'append');
    const original = append.getMockImplementation();
    append.mockImplementationOnce(original ?? EmbeddedEventLog.prototype.append.bind(log));
    append.mockRejectedValueOnce(new AppError('unavailable'));
    expect((await asked(request(10, 29))).source).toBe('llm');
    expect(model?.calls).toHaveLength(1);
  });
});

describe('a request made again after a removal', () => {
  const cited = (): Summary => ({
    ...request(20, 39),
    source: 'offline',
    messages: 40,
    chatters: 7,
    oneLine: 'x',
    topics: [],
    questions: [],
    quotes: [{ offset: 7, text: 'y', author: 'z' }],
  });
  const keep = (value: Summary) =>
    history.write([
      { kind: 'summary', streamId, epoch: 0, key: value.upTo, id: value.id, version: 0, value },
    ]);

  test('is answered where the summary cites the message as context', async () => {
    await ring(40, [7]);
    await keep(cited());
    await start();
    const { revision, messages } = await asked(request(20, 39, { revision: 40 }));
    expect([revision, messages]).toEqual([40, 39]);
  });

  test('is passed over where the summary neither counts nor cites it', async () => {
    await ring(40, [8, 25]);
    await keep(cited());
    await start();
    await log.append('summary-requests', streamId, request(20, 39, { revision: 40 }));
    await asked(request(20, 39, { revision: 41 }));
    expect(summaries.map(({ revision }) => revision)).toEqual([41]);
  });

  test('is answered by the recap wherever in the stream the message stood', async () => {
    await ring(40, [2]);
    await keep({ ...cited(), final: true, quotes: [] });
    await start();
    const recap = await asked(request(20, 39, { revision: 40, final: true }));
    expect(recap).toMatchObject({ revision: 40, messages: 39, from: 0 });
  });

  test('is passed over where the history has a later one', async () => {
    await ring(40, [25, 26]);
    await keep({ ...cited(), revision: 41 });
    await start();
    await log.append('summary-requests', streamId, request(20, 39, { revision: 40 }));
    await asked(request(0, 19));
    expect(summaries.map(({ id }) => id)).toEqual(['s:20']);
  });
});

import { AppError, type Label } from '@livechat/contracts';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AnalyzerRun, LogScript, testOptions } from './analyzer.fixture.ts';
import { analyzerStage } from './loaded-streams.ts';

const minute = 60_000;
const runs: AnalyzerRun[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(runs.splice(0).map((run) => run.close()));
});
function runOf(script: LogScript, options = testOptions): AnalyzerRun {
  const run = new AnalyzerRun(script.records, options);
  runs.push(run);
  return run;
}
const labelled = (run: AnalyzerRun) =>
  run.sink.analyses.flatMap((a) => a.labels.map(({ offset }) => offset));

describe('records', () => {
  test('label every message that counts once, and name what they cover', async () => {
    const script = new LogScript().skip(40);
    script.add('s', { type: 'stream.started', title: 'a stream' });
    const first = script.say('s', 'ann', 'thank you all so much');
    const second = script.say('s', 'ben', 'this is terrible');
    const run = runOf(script);
    await run.feed();
    await run.commit();
    expect(run.sink.analyses).toMatchObject([
      {
        id: `s:${second.offset}`,
        epoch: 0,
        from: first.offset,
        upTo: second.offset,
        at: second.at,
        totals: { messages: 2, chatters: 2, sentiment: { positive: 1, neutral: 0, negative: 1 } },
        labels: [{ offset: first.offset }, { offset: second.offset }],
        buckets: [{ messages: 2, chatters: 2 }],
      },
    ]);
  });

  test('leave out what is void: copies, and words after a ban or the end', async () => {
    const script = new LogScript();
    const original = script.say('s', 'ann', 'hello');
    script.say('s', 'ann', 'hello', { id: original.value.id });
    script.add('s', { type: 'chatter.banned', userId: 'bad', by: 'mod' });
    script.say('s', 'bad', 'you are all stupid');
    script.add('s', { type: 'stream.ended' });
    script.say('s', 'ben', 'still here?');
    const run = runOf(script);
    await run.feed();
    await run.commit();
    expect(labelled(run)).toEqual([original.offset]);
    expect(run.said().last?.totals).toMatchObject({ messages: 1, toxic: 0 });
  });

  test('come at most twice a second, and the last one is not forgotten', async () => {
    const script = new LogScript();
    for (let i = 0; i < 40; i++) script.wait(25).say('s', `u${i % 3}`, 'lol');
    const run = runOf(script, { ...testOptions, everyMs: 500 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    for (let i = 0; i < 40; i++) {
      await run.feed(1);
      await vi.advanceTimersByTimeAsync(25);
    }
    expect(run.sink.analyses.length).toBeLessThanOrEqual(3);
    await vi.advanceTimersByTimeAsync(500);
    expect(labelled(run)).toHaveLength(40);
    const saying = run.commit();
    await vi.advanceTimersByTimeAsync(500);
    vi.useRealTimers();
    await saying;
  });

  test('carry at most 500 labels, each with the values as of its own end', async () => {
    const script = new LogScript();
    for (let i = 0; i < 1_203; i++) script.wait(10).say('s', `u${i % 50}`, 'lol');
    const run = runOf(script, { ...testOptions, everyMs: 60_000 });
    await run.feed();
    const { analyses } = run.sink;
    expect(analyses.map(({ labels }) => labels.length)).toEqual([500, 500]);
    expect(analyses.map(({ totals }) => totals.messages)).toEqual([500, 1_000]);
    expect(analyses.map(({ upTo }) => upTo)).toEqual([499, 999]);
  });

  test('of one stream say nothing of another', async () => {
    const script = new LogScript();
    script.say('s', 'ann', 'lol');
    script.say('t', 'ben', 'hello');
    const run = runOf(script);
    await run.feed();
    await run.commit();
    expect(run.said('s').last?.totals.messages).toBe(1);
    expect(run.said('t').last?.totals.messages).toBe(1);
  });

  test('say where chatters are more than can be counted', async () => {
    const script = new LogScript();
    for (let i = 0; i < 12; i++) script.say('s', `u${i}`, 'lol');
    const run = runOf(script, { ...testOptions, maxChatters: 10 });
    await run.feed();
    await run.commit();
    expect(run.said().last?.totals).toMatchObject({ chatters: 10, chattersAtLeast: true });
    expect(await run.metrics.text()).toContain('livechat_bounds_hit_total{bound="chatters"} 2');
  });
});

describe('a commit', () => {
  test('comes only when all before it is said and kept', async () => {
    const script = new LogScript();
    for (let i = 0; i < 8; i++) script.say('s', 'ann', 'lol');
    const run = runOf(script);
    run.sink.failing = true;
    await run.feed();
    await expect(run.commit()).rejects.toBeInstanceOf(AppError);
    expect(await run.checkpoints.load(analyzerStage, 0, 's')).toBeUndefined();
    run.sink.failing = false;
    await run.commit();
    expect(labelled(run)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(run.sink.requests.map(({ id }) => id)).toEqual(['s:5']);
    expect(await run.checkpoints.load(analyzerStage, 0, 's')).toMatchObject({ offset: 7 });
  });

  test('keeps a small state: no windows, no texts', async () => {
    const script = new LogScript();
    for (let i = 0; i < 500; i++) script.wait(100).say('s', `u${i % 20}`, `secret words ${i} here`);
    const run = runOf(script);
    await run.feed();
    await run.commit();
    const kept = JSON.stringify(await run.checkpoints.load(analyzerStage, 0, 's'));
    expect(kept).not.toContain('secret');
    expect(kept.length).toBeLessThan(12_000);
  });

  test('of another partition says nothing', async () => {
    const script = new LogScript();
    script.say('s', 'ann', 'lol');
    const run = runOf(script, { ...testOptions, everyMs: 60_000 });
    await run.feed();
    await run.analyzer.beforeCommit({ topic: 'raw-chats', partition: 1 });
    expect(await run.checkpoints.load(analyzerStage, 0, 's')).toBeUndefined();
  });
});

describe('after a restart', () => {
  test('what was committed fills the windows again and is not said again', async () => {
    const script = new LogScript();
    for (let i = 0; i < 12; i++) script.wait(3_000).say('s', 'ann', 'lol');
    const later = script.wait(1_000).say('s', 'ben', 'hello');
    const run = runOf(script);
    await run.feed(12);
    await run.commit();
    const before = run.sink.analyses.length;
    await run.crash();
    expect(run.sink.analyses).toHaveLength(before);
    await run.feed();
    await run.commit();
    const [record] = run.sink.analyses.slice(before);
    expect(record).toMatchObject({ from: later.offset, labels: [{ offset: later.offset }] });
    expect(record?.windows.m1).toMatchObject({ messages: 13, chatters: 2 });
    expect(run.sink.requests.map(({ id }) => id)).toEqual(['s:5', 's:10']);
  });

  test('a removal in a stream long quiet shows the windows as they were, from the archive', async () => {
    const script = new LogScript();
    const lines = Array.from({ length: 6 }, (_, i) => script.wait(minute).say('s', `u${i}`, 'lol'));
    script.wait(30 * minute).say('t', 'ben', 'another stream goes on');
    script.remove(lines[5]!);
    const run = runOf(script);
    await run.archive();
    await run.feed(7);
    await run.commit();
    await run.crash();
    await run.feed();
    await run.commit();
    expect(run.said().last).toMatchObject({
      at: lines[5]?.at,
      totals: { messages: 5, chatters: 5 },
      windows: { m1: { messages: 0 }, m5: { messages: 4 }, m15: { messages: 5 } },
    });
  });

  test('what was read back makes no output even where its checkpoint is lost', async () => {
    const script = new LogScript();
    for (let i = 0; i < 6; i++) script.wait(1_000).say('s', 'ann', 'lol');
    const later = script.wait(1_000).say('s', 'ben', 'hello');
    const run = runOf(script);
    await run.startFrom(6);
    expect(run.sink.analyses).toEqual([]);
    await run.feed();
    await run.commit();
    expect(labelled(run)).toEqual([later.offset]);
    expect(run.said().last?.windows.m1).toMatchObject({ messages: 7, chatters: 2 });
    expect(run.sink.requests).toEqual([]);
  });

  test('in a newer epoch the counts go on and old offsets mean nothing', async () => {
    const old = new LogScript();
    for (let i = 0; i < 7; i++) old.say('s', `u${i}`, 'lol');
    const before = runOf(old);
    await before.feed();
    await before.commit();
    const checkpoint = await before.checkpoints.load(analyzerStage, 0, 's');
    const script = new LogScript(old.now + minute);
    const first = script.say('s', 'u0', 'back again');
    for (let i = 0; i < 4; i++) script.say('s', 'u0', 'lol');
    const run = runOf(script, { ...testOptions, epoch: 3 });
    await run.checkpoints.save(analyzerStage, [{ ...checkpoint!, key: 's' }]);
    await run.feed();
    await run.commit();
    expect(run.said().last?.totals).toMatchObject({ messages: 12, chatters: 7 });
    expect(run.sink.requests).toMatchObject([
      { id: 's:12', epoch: 3, from: first.offset, count: 5 },
    ]);
  });
});

describe('a removal', () => {
  test('takes a message off once, however often it is said, and restoring puts it back', async () => {
    const script = new LogScript();
    const bad = script.say('s', 'ann', 'this is terrible');
    script.say('s', 'ben', 'hello');
    script.remove(bad);
    script.remove(bad);
    const run = runOf(script);
    await run.feed();
    await run.commit();
    const without = { messages: 1, chatters: 1, sentiment: { negative: 0 } };
    expect(run.said().last).toMatchObject({ totals: without, windows: { m1: without } });
    script.remove(bad, 'message.restored');
    script.remove(bad, 'message.restored');
    await run.feed();
    await run.commit();
    const all = { messages: 2, chatters: 2, sentiment: { negative: 1 } };
    expect(run.said().last).toMatchObject({ totals: all, windows: { m1: all } });
  });

  test('of a message older than the windows waits for the archive and takes off the label kept there', async () => {
    const script = new LogScript();
    const old = script.say('s', 'ann', 'thank you all so much');
    script.say('s', 'ben', 'this is terrible');
    script.wait(40 * minute).say('s', 'ann', 'hello');
    script.remove(old);
    const run = runOf(script);
    await run.feed(3);
    await expect(run.feed(1)).rejects.toMatchObject({ code: 'unavailable' });
    const label: Label = {
      offset: old.offset,
      sentiment: 'negative',
      score: -0.5,
      category: 'criticism',
      toxicity: 0.7,
    };
    await run.archive(4, [label]);
    await run.again();
    await run.commit();
    const { totals } = run.said().last ?? {};
    expect(totals?.messages).toBe(2);
    expect(totals?.sentiment).toMatchObject({ positive: 1, negative: 0 });
    const begin = old.at - (old.at % 10_000);
    expect(run.said().buckets[begin]).toMatchObject({ messages: 1, chatters: 1 });
  });

  test('counts others removed later until their own removal', async () => {
    const script = new LogScript();
    const [one, two] = [script.say('s', 'ann', 'lol'), script.say('s', 'ben', 'lol')];
    script.wait(40 * minute).say('s', 'ann', 'hello');
    script.remove(one);
    script.remove(two);
    const run = runOf(script);
    const kept = { sentiment: 'positive', score: 0.5, category: 'laughter', toxicity: 0 } as const;
    await run.archive(
      5,
      [0, 1, 2].map((offset) => ({ offset, ...kept })),
    );
    const begin = one.at - (one.at % 10_000);
    await run.feed(4);
    expect(run.said().buckets[begin]).toMatchObject({ messages: 1, chatters: 1 });
    await run.feed(1);
    expect(run.sink.analyses.at(-1)?.buckets).toMatchObject([{ at: begin, messages: 0 }]);
  });

  test('of what is no message, or does not count, changes nothing', async () => {
    const script = new LogScript();
    const started = script.add('s', { type: 'stream.started', title: 'a stream' });
    const first = script.say('s', 'ann', 'lol');
    const copy = script.say('s', 'ann', 'lol', { id: first.value.id });
    script.remove(started);
    script.remove(copy);
    const run = runOf(script);
    await run.archive();
    await run.feed();
    await run.commit();
    expect(run.said().last?.totals).toMatchObject({ messages: 1, chatters: 1 });
  });

  test('inside a block asks for its summary again, same id and range, the removal as revision', async () => {
    const script = new LogScript();
    const lines = Array.from({ length: 5 }, (_, i) => script.say('s', `u${i}`, 'lol'));
    const removal = script.remove(lines[2]!);
    const run = runOf(script);
    await run.feed();
    await run.commit();
    const block = { id: 's:5', from: 0, upTo: 4, count: 5, streamId: 's', at: lines[4]?.at };
    expect(run.sink.requests).toMatchObject([
      { ...block, revision: 0 },
      { ...block, revision: removal.offset },
    ]);
  });

  test('beyond those remembered is a bound that shows', async () => {
    const script = new LogScript();
    const lines = Array.from({ length: 4 }, (_, i) => script.say('s', `u${i}`, 'lol'));
    for (const line of lines) script.remove(line);
    const run = runOf(script, { ...testOptions, maxRemoved: 3 });
    await run.feed();
    expect(await run.metrics.text()).toContain('{bound="removed_messages"} 1');
  });
});

test('the end of a stream asks for the rest as its recap', async () => {
  const script = new LogScript();
  for (let i = 0; i < 7; i++) script.say('s', `u${i}`, 'lol');
  script.add('s', { type: 'stream.ended' });
  const run = runOf(script);
  await run.feed();
  await run.commit();
  expect(run.sink.requests.at(-1)).toMatchObject({ id: 's:7', from: 5, upTo: 6, final: true });
});

test('streams beyond the bound are forgotten once they are kept, and counted on all the same', async () => {
  const script = new LogScript();
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 6; i++) script.wait(1_000).say(`s${i}`, 'ann', 'lol');
  }
  const run = runOf(script, { ...testOptions, maxStreams: 2 });
  await run.archive();
  while (run.left > 0) {
    await run.feed(1);
    await run.commit();
  }
  for (let i = 0; i < 6; i++) {
    const { last } = run.said(`s${i}`);
    expect(last).toMatchObject({ totals: { messages: 3 }, windows: { m1: { messages: 3 } } });
  }
  expect(await run.metrics.text()).toContain('{bound="analyzer_streams"}');
});

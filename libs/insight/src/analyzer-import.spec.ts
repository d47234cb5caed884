import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnalyzerRun, LogScript, saidOf, type Chat } from './analyzer.fixture.ts';

const day = 24 * 60 * 60_000;
const minute = 60_000;

const step = fc.record({
  kind: fc.constantFrom(
    ...(['say', 'say', 'say', 'say', 'say', 'wave', 'remove', 'restore', 'pause'] as const),
    'rewind',
  ),
  author: fc.integer({ min: 0, max: 5 }).map((n) => `u${n}`),
  line: fc.constantFrom(
    'lol',
    'so bad',
    'when does it start again tonight',
    'what song is this',
    'thanks',
  ),
  gap: fc.oneof(fc.integer({ min: 0, max: 8_000 }), fc.integer({ min: minute, max: 9 * minute })),
  jitter: fc.integer({ min: 0, max: 3_000 }),
  pick: fc.nat(),
});
const steps = fc.array(step, { minLength: 20, maxLength: 60 });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** An import faster than life, with messages out of order, pauses, and a part that is older than the rest. */
function scripted(plan: readonly Step[]): Chat[] {
  const script = new LogScript();
  const said: Chat[] = [];
  let time = script.now - 30 * day;
  for (const { kind, author, line, gap, jitter, pick } of plan) {
    script.wait(50);
    time += gap;
    const target = said[pick % Math.max(1, said.length)];
    if (kind === 'say') said.push(script.say('s', author, line, { at: time - jitter }));
    else if (kind === 'wave') {
      const at = time - jitter;
      for (let i = 0; i < 6 + (pick % 4); i++) {
        said.push(script.say('s', `w${i}`, line, { at: at + 300 * i }));
      }
    } else if (kind === 'pause') script.wait(40 * minute);
    else if (kind === 'rewind') time -= 60 * minute;
    else if (target) {
      script.remove(target, kind === 'remove' ? 'message.removed' : 'message.restored');
    }
  }
  script.say('s', 'last', 'see you tomorrow', { at: time + 1_000 });
  return script.records;
}

const moves = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    then: fc.constantFrom('go', 'commit', 'crash'),
  }),
  { maxLength: 20 },
);

/** 10 s pieces counted the slow way, from all messages that stand in the end. */
function pieces(log: readonly Chat[]) {
  const gone = new Set<number>();
  for (const { value } of log) {
    if (value.type === 'message.removed') gone.add(value.target.offset);
    if (value.type === 'message.restored') gone.delete(value.target.offset);
  }
  const counts: Record<number, number> = {};
  for (const { value, offset } of log) {
    if (value.type !== 'message.posted' || gone.has(offset)) continue;
    const begin = Math.floor((value.at ?? 0) / 10_000) * 10_000;
    counts[begin] = (counts[begin] ?? 0) + 1;
  }
  return counts;
}

describe('an imported log', () => {
  test('gives every message to the 10 s piece of its own time, in whatever order it comes', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const log = scripted(plan);
        const { buckets } = await saidOf(log);
        const messages = Object.entries(buckets).map(([at, b]) => [at, b.messages]);
        expect(Object.fromEntries(messages)).toEqual(pieces(log));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test('finds what stands before a late message again after a crash', async () => {
    const script = new LogScript();
    const time = script.now - 30 * day;
    script.say('s', 'u1', 'lol', { at: time });
    script.say('s', 'u2', 'lol', { at: time - 5 * minute });
    script.wait(40 * minute);
    script.say('s', 'u4', 'lol', { at: time + minute });
    script.say('s', 'u3', 'lol', { at: time + 12 * minute });
    const run = new AnalyzerRun(script.records);
    await run.archive();
    await run.feed(3);
    await run.commit();
    await run.crash();
    await run.finish();
    expect(run.said()).toEqual(await saidOf(script.records));
    expect(run.said().last?.windows.m15.messages).toBe(3);
  });

  test('is analysed the same wherever the analyzer dies', async () => {
    await fc.assert(
      fc.asyncProperty(steps, moves, async (plan, cuts) => {
        const log = scripted(plan);
        const whole = await saidOf(log);
        const run = new AnalyzerRun(log);
        await run.archive();
        for (const { size, then } of cuts) {
          await run.feed(size);
          if (then === 'commit') await run.commit();
          if (then === 'crash') await run.crash();
        }
        await run.finish();
        expect(run.said()).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

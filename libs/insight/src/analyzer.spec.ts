import { positionText } from '@livechat/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnalyzerRun, LogScript, saidOf, testOptions, type Chat } from './analyzer.fixture.ts';

const lines = [
  'lol',
  'that was amazing',
  'this is terrible, boring game',
  'what time does the next match start tonight?',
  'when time does the next match start tonight',
  'you should buy the red shield before the boss',
  'you should really buy the red shield before the last boss',
  'ㅋㅋㅋㅋ',
  '진짜 최고다',
  'hello everyone',
  'GG',
  'what song is this?',
  'song name?',
  '이 노래 제목 뭐예요?',
  'which boss is this?',
  'is this the last boss?',
  'is the last boss weak to fire?',
  '@ann what song is this',
];

const author = fc.integer({ min: 0, max: 6 }).map((n) => `u${n}`);
const step = fc.record({
  kind: fc.constantFrom(
    ...(['say', 'say', 'say', 'say', 'wave', 'remove', 'restore', 'copy', 'ban', 'other'] as const),
    ...(['answer', 'dismiss', 'erase'] as const),
  ),
  author,
  line: fc.constantFrom(...lines),
  /** Mostly quick, at times beyond the windows. */
  gap: fc.oneof(fc.integer({ min: 0, max: 8_000 }), fc.integer({ min: 60_000, max: 700_000 })),
  pick: fc.nat(),
});
const steps = fc.array(step, { minLength: 20, maxLength: 80 });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Up to eleven chatters say the same within some seconds. */
function wave(script: LogScript, line: string, pick: number): Chat[] {
  return Array.from({ length: 4 + (pick % 8) }, (_, i) =>
    script.wait(400).say('s', `w${(i + pick) % 12}`, line),
  );
}

function settle(script: LogScript, type: 'question.answered' | 'question.dismissed', asked: Chat) {
  const questionId = positionText({ epoch: 0, offset: asked.offset });
  script.add('s', { type, questionId, by: 'm' });
}

function scripted(plan: readonly Step[]): Chat[] {
  const script = new LogScript();
  const said: Chat[] = [];
  for (const { kind, author: who, line, gap, pick } of plan) {
    script.wait(gap);
    const target = said[pick % Math.max(1, said.length)];
    if (kind === 'say') said.push(script.say('s', who, line));
    else if (kind === 'wave') said.push(...wave(script, line, pick));
    else if (kind === 'other') script.say('t', who, line);
    else if (kind === 'erase') script.add('s', { type: 'chatter.erased', userId: who });
    else if (kind === 'ban') script.add('s', { type: 'chatter.banned', userId: who, by: 'm' });
    else if (!target) continue;
    else if (kind === 'answer') settle(script, 'question.answered', target);
    else if (kind === 'dismiss') settle(script, 'question.dismissed', target);
    else if (kind === 'copy') script.say('s', who, line, { id: target.value.id });
    else script.remove(target, kind === 'remove' ? 'message.removed' : 'message.restored');
  }
  script.wait(1_000).say('s', 'last', 'see you tomorrow');
  return script.records;
}

/** So few questions are kept that some are left. */
const narrow = { ...testOptions, maxWordings: 3, maxAsks: 9 };
const options = fc.constantFrom(testOptions, narrow);

const moves = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    then: fc.constantFrom('go', 'commit', 'crash'),
  }),
  { maxLength: 25 },
);

describe('the analyzer says the same of the same log', () => {
  test('however it is cut into batches, wherever it dies and whatever is handed over twice', async () => {
    await fc.assert(
      fc.asyncProperty(steps, moves, options, async (plan, cuts, bounds) => {
        const log = scripted(plan);
        const whole = await saidOf(log, bounds);
        const run = new AnalyzerRun(log, bounds);
        await run.archive();
        for (const { size, then } of cuts) {
          await run.feed(size);
          if (then === 'commit') await run.commit();
          if (then === 'crash') await run.crash();
        }
        await run.finish();
        expect(run.said()).toEqual(whole);
        const labelled = [run.said('s'), run.said('t')].flatMap(({ labels }) =>
          Object.keys(labels),
        );
        const { values } = await run.metrics.analysed.get();
        expect(values).toMatchObject([{ value: labelled.length }]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('a removed message', () => {
  // A copy of a message that never was would count itself; what a moderator says of a question stays.
  const untouched = ['restore', 'copy', 'answer', 'dismiss'];

  test('leaves totals, windows, buckets and questions as if it had never been posted', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const log = scripted(plan.filter(({ kind }) => !untouched.includes(kind)));
        const targets = new Set(
          log.map(({ value }) => (value.type === 'message.removed' ? value.target.offset : -1)),
        );
        const without = log.filter((r) => !targets.has(r.offset));
        const kept = without.filter((r) => r.value.type !== 'message.removed');
        const [removed, never] = [await saidOf(log), await saidOf(kept)];
        expect(removed.last).toEqual(never.last);
        expect(removed.buckets).toEqual(never.buckets);
        expect(removed.questions).toEqual(never.questions);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

import { expect, test } from 'vitest';
import { AnalyzerRun, LogScript, saidOf, type Chat } from './analyzer.fixture.ts';

const lines = [
  'LETS GO',
  'what song is this?',
  'song name?',
  '노래 제목 뭐예요?',
  'when does it end?',
  '언제까지 하시나요?',
  'this is terrible',
  'ㅋㅋㅋㅋ',
  'you should buy the red shield before the boss',
  'hello everyone',
];

/** Whole numbers from a seed, the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

/** Forty minutes of chat with waves, and a raid in its midst that is removed at once, if there is one. */
function seeded(raiders: number): Chat[] {
  const script = new LogScript();
  const next = numbers(7);
  for (let i = 0; i < 600; i++) {
    const isWave = i % 100 > 90;
    script.wait(isWave ? 300 : 4_000 + next(1_000));
    script.say('s', `u${isWave ? i % 10 : next(6)}`, lines[next(lines.length)] ?? '');
    if (i === 400) raid(script, raiders);
  }
  return script.records;
}

function raid(script: LogScript, raiders: number): void {
  const raiding = Array.from({ length: raiders }, (_, i) =>
    script.say('s', `bad${i}`, i % 2 === 0 ? 'why is this so bad?' : `what song is this? ${i}`),
  );
  for (const message of raiding) script.remove(message);
  // Offsets after it are the same with and without it.
  script.skip(2 * (200 - raiders));
}

test('a seeded log replayed twice, and read live one by one, gives the same labels, pieces, requests, questions and moments', async () => {
  const log = seeded(0);
  const replay = await saidOf(log);
  expect(Object.keys(replay.moments).length).toBeGreaterThan(2);
  expect(Object.keys(replay.questions).length).toBeGreaterThan(1);
  expect(Object.keys(replay.requests).length).toBeGreaterThan(20);
  expect(await saidOf(log)).toEqual(replay);
  const live = new AnalyzerRun(log);
  await live.archive();
  for (let i = 0; i < log.length; i++) {
    await live.feed(1);
    if (i % 40 === 0) await live.commit();
  }
  await live.finish();
  expect(live.said()).toEqual(replay);
});

test('a raid that was removed leaves totals, windows, pieces and questions as if it had never been', async () => {
  const [raided, calm] = [await saidOf(seeded(200)), await saidOf(seeded(0))];
  expect(raided.last).toEqual(calm.last);
  expect(raided.buckets).toEqual(calm.buckets);
  expect(raided.questions).toEqual(calm.questions);
});

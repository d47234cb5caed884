import type { Moment } from '@livechat/contracts';
import { describe, expect, test } from 'vitest';
import { AnalyzerRun, LogScript, saidOf, type Chat } from './analyzer.fixture.ts';

/** Calm talk of few: three chatters every 10 s. */
function calm(script: LogScript, seconds: number): void {
  for (let i = 0; i < seconds / 5; i++) script.wait(5_000).say('s', `calm${i % 3}`, 'nice weather');
}
/** So many chatters write within some seconds. */
const wave = (script: LogScript, chatters: number, text: string): Chat[] =>
  Array.from({ length: chatters }, (_, i) => script.wait(200).say('s', `w${i}`, text));

const momentsOf = async (script: LogScript): Promise<Moment[]> =>
  Object.values((await saidOf(script.records)).moments);

describe('a moment', () => {
  test('is when unusually many different chatters write; it happened before they did', async () => {
    const script = new LogScript();
    calm(script, 180);
    const [first] = wave(script, 15, 'LETS GO');
    const moments = await momentsOf(script);
    expect(moments).toHaveLength(1);
    expect(moments[0]).toMatchObject({ label: 'LETS GO', mood: expect.any(Number) as number });
    expect(moments[0]!.chatters).toBeGreaterThanOrEqual(15);
    expect(moments[0]!.from).toBeLessThanOrEqual(first!.offset);
    const reacted = first!.at - (first!.at % 10_000);
    expect(moments[0]!.peakAt).toBe(reacted - 10_000);
  });

  test('is none of one chatter’s flood, of four chatters, or in the first minute', async () => {
    const flood = new LogScript();
    calm(flood, 180);
    for (let i = 0; i < 60; i++) flood.wait(100).say('s', 'one', 'SPAM SPAM');
    wave(flood, 1, 'GOAL');
    expect(await momentsOf(flood)).toEqual([]);
    const early = new LogScript();
    calm(early, 30);
    wave(early, 15, 'hello');
    expect(await momentsOf(early)).toEqual([]);
  });

  test('is what stands out: a busy chat has none while it goes on', async () => {
    const script = new LogScript();
    for (let i = 0; i < 2_000; i++) script.wait(150).say('s', `u${(i * 7) % 40}`, 'so good');
    expect(await momentsOf(script)).toEqual([]);
  });

  test('holds waves that are less than 30 s apart, and not those that are more', async () => {
    const script = new LogScript();
    calm(script, 180);
    wave(script, 15, 'GOAL');
    script.wait(25_000);
    wave(script, 15, 'GOAL');
    script.wait(90_000);
    wave(script, 15, 'GOAL');
    expect(await momentsOf(script)).toHaveLength(2);
  });

  test('is withdrawn under its id when its messages are removed, and is there again when they are put back', async () => {
    const script = new LogScript();
    calm(script, 180);
    const raid = wave(script, 15, 'RAID');
    const run = new AnalyzerRun(script.records);
    await run.archive();
    await run.feed();
    const [moment] = Object.values(run.said().moments);
    expect(moment?.chatters).toBeGreaterThanOrEqual(15);
    for (const message of raid) script.remove(message);
    await run.feed();
    expect(Object.values(run.said().moments)).toMatchObject([{ id: moment?.id, chatters: 0 }]);
    for (const message of raid) script.remove(message, 'message.restored');
    await run.feed();
    expect(Object.values(run.said().moments)).toEqual([moment]);
    await run.close();
  });

  test('older than the windows is made anew from the archive', async () => {
    const script = new LogScript();
    calm(script, 180);
    const [first, ...rest] = wave(script, 15, 'GOAL');
    for (const [i, message] of rest.entries()) if (i === 3) script.remove(message);
    script.wait(40 * 60_000).say('s', 'calm0', 'still here');
    script.remove(first!);
    const run = new AnalyzerRun(script.records);
    await run.archive();
    await run.feed();
    const [moment] = Object.values(run.said().moments);
    expect(moment).toMatchObject({ label: 'GOAL' });
    const others = new Set(
      script.records
        .filter(({ value }) => value.type === 'message.posted')
        .filter(({ offset }) => offset >= moment!.from && offset <= moment!.upTo)
        .map(({ value }) => (value.type === 'message.posted' ? value.author.id : '')),
    );
    expect(moment?.chatters).toBeLessThanOrEqual(others.size - 2);
    await run.close();
  });
});

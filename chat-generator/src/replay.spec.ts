import { describe, expect, it } from 'vitest';
import { jsonLines, written } from './formats/written.fixture.ts';
import type { PlannedLine, StreamPlan } from './plan.ts';
import { replayPlan } from './replay.ts';

const log = jsonLines(
  { at_ms: 5_000, user: 'wren', text: 'one' },
  { at_ms: 65_000, user: 'ash', text: ' two\u0007 ' },
  { at_ms: 65_500, user: 'wren', text: '\u200b' },
  { at_ms: 125_000, user: 'fern', text: 'three' },
);

async function planned(options: Partial<Parameters<typeof replayPlan>[0]>) {
  const path = await written(log);
  const plan = await replayPlan({ path, speed: 1, chatters: 100, ...options });
  return { plan, lines: await linesOf(plan) };
}

async function linesOf({ lines }: StreamPlan): Promise<PlannedLine[]> {
  const found: PlannedLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

describe('a replay', () => {
  it('keeps the gaps, the authors and the cleaned words; what has none is left out', async () => {
    const { plan, lines } = await planned({});
    expect(plan.names).toEqual(['wren', 'ash', 'fern']);
    expect(lines.map(({ at, chatter, text }) => [at, chatter, text])).toEqual([
      [0, 0, 'one'],
      [60_000, 1, 'two'],
      [120_000, 2, 'three'],
    ]);
  });

  it('goes at any speed, and without pauses at the highest', async () => {
    expect((await planned({ speed: 60 })).lines.map(({ at }) => at)).toEqual([0, 1_000, 2_000]);
    const { plan, lines } = await planned({ speed: 'max' });
    expect(plan.unpaced).toBe(true);
    expect(lines.map(({ at }) => at)).toEqual([0, 0, 0]);
  });

  it('shares a bounded pool of chatters, always the same one for an author', async () => {
    const { plan, lines } = await planned({ chatters: 1 });
    expect(plan.names).toEqual(['wren']);
    expect(lines.map(({ chatter }) => chatter)).toEqual([0, 0, 0]);
  });

  it('ends after a time that is given', async () => {
    const { lines } = await planned({ speed: 60, seconds: 1.5 });
    expect(lines).toHaveLength(2);
  });
});

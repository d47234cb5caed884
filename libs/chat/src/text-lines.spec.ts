import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textLines } from './text-lines.ts';

async function* inChunks(bytes: Uint8Array, cuts: readonly number[]) {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    yield bytes.slice(from, to);
    from = to;
  }
  yield await Promise.resolve(bytes.slice(from));
}

const bounds = { maxBytes: 10_000, maxLine: 100 };
async function linesOf(text: string, cuts: readonly number[] = [], limits = bounds) {
  const lines: string[] = [];
  for await (const line of textLines(inChunks(Buffer.from(text), cuts), limits)) lines.push(line);
  return lines;
}

test('lines are the same wherever the body is cut, also inside a character', async () => {
  const text = 'one\n두 번째 😀\n\nlast';
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(40), { maxLength: 6 }), async (cuts) => {
      expect(await linesOf(text, cuts)).toEqual(['one', '두 번째 😀', '', 'last']);
    }),
  );
});

test('a line over its bound comes cut, so that it does not parse; others are whole', async () => {
  const lines = await linesOf(`a\n${'x'.repeat(500)}\nb`, [50, 300]);
  expect(lines[0]).toBe('a');
  expect(lines[1]?.length).toBeLessThanOrEqual(100);
  expect(lines.at(-1)).toBe('b');
});

test('a body over its bound ends with too_large', async () => {
  await expect(linesOf('x'.repeat(50), [], { maxBytes: 10, maxLine: 100 })).rejects.toMatchObject({
    code: 'too_large',
  });
});

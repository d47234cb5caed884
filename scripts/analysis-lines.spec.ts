import fc from 'fast-check';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { answersTo, linesOf, LONGEST_LINE } from './analysis-lines.mjs';

const echo = (text: string): object => ({ text });

async function answers(...chunks: (string | Uint8Array)[]): Promise<unknown[]> {
  const bytes = chunks.map((chunk) => Buffer.from(chunk));
  let out = '';
  for await (const part of answersTo(Readable.from(bytes), echo)) out += part;
  return out === ''
    ? []
    : out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
}

describe('analysis lines', () => {
  it('answers each line in order, empty ones too, wherever the chunks are cut', async () => {
    expect(await answers('one\ntw', 'o\n', '\nthree\r\n가', '나')).toEqual([
      { text: 'one' },
      { text: 'two' },
      { text: '' },
      { text: 'three' },
      { text: '가나' },
    ]);
  });

  it('answers nothing to nothing', async () => {
    expect(await answers()).toEqual([]);
  });

  it('keeps characters whole that a chunk cuts', async () => {
    const bytes = Buffer.from('😂\n');
    expect(await answers(bytes.subarray(0, 2), bytes.subarray(2))).toEqual([{ text: '😂' }]);
  });

  it('answers an error to a line that is not UTF-8, and goes on', async () => {
    const broken = Buffer.from([0x61, 0xff, 0xfe, 0x0a]);
    const cutOff = Buffer.from([0xf0, 0x9f, 0x0a]);
    const error = { error: 'The line is not valid UTF-8.' };
    expect(await answers('ok\n', broken, cutOff, 'fine\n')).toEqual([
      { text: 'ok' },
      error,
      error,
      { text: 'fine' },
    ]);
  });

  it('answers an error to a line over 8 KB, takes one of 8 KB, and goes on', async () => {
    const long = 'x'.repeat(LONGEST_LINE);
    const error = { error: 'The line is longer than 8192 bytes.' };
    expect(await answers(`${long}\n${long}\r\n${long}y\n${long}yy\nok`)).toEqual([
      { text: long },
      { text: long },
      error,
      error,
      { text: 'ok' },
    ]);
  });

  it('keeps no more than a line in memory of a line without end', async () => {
    const chunk = Buffer.alloc(1_000_000, 'a');
    const chunks = Readable.from(Array.from({ length: 200 }, () => chunk));
    const before = process.memoryUsage().arrayBuffers;
    const lines = [];
    for await (const some of linesOf(chunks)) lines.push(...some);
    expect(lines).toEqual([undefined]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it('answers any texts one to one, however they are cut', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((t) => t.replace(/[\r\n]/g, ''));
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.integer({ min: 1, max: 9 }), async (texts, size) => {
        const bytes = Buffer.from(texts.map((one) => `${one}\n`).join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        expect(await answers(...chunks)).toEqual(texts.map((one) => ({ text: one })));
      }),
      { numRuns: 60 },
    );
  });
});

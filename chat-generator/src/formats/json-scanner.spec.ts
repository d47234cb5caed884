import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner, type Found } from './json-scanner.ts';

function scanned(pieces: readonly string[], list?: string, unread?: readonly string[]): Found[] {
  const scanner = new JsonScanner(list, unread);
  return [...pieces.flatMap((piece) => scanner.push(piece)), ...scanner.end()];
}
const valuesOf = (found: readonly Found[]) =>
  found.map(({ member, text, fault }) => {
    const value = fault ?? (JSON.parse(text) as unknown);
    return member === undefined ? value : [member, value];
  });
/** The text cut into pieces of a few characters, at any place. */
const cut = (text: string, size: number) =>
  text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];

describe('the JSON scanner', () => {
  it('finds the elements of any array, however it is written and cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 3 })),
        fc.constantFrom(0, 2, 4),
        fc.integer({ min: 1, max: 9 }),
        (array, indent, size) => {
          const found = scanned(cut(JSON.stringify(array, null, indent), size));
          expect(valuesOf(found)).toEqual(array.map((value) => JSON.parse(JSON.stringify(value))));
        },
      ),
    );
  });

  it('finds the elements of a named list and the members beside it, but not those left unread', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 7 }), (comments, size) => {
        const video = { id: '1', chapters: [{ comments: ['no'] }], title: 'a "b" {c} [d], \\' };
        const text = JSON.stringify({ video, images: { comments: [1, 'x'] }, comments, end: 1 });
        const found = scanned(cut(text, size), 'comments', ['images']);
        expect(valuesOf(found)).toEqual([
          ['video', video],
          ...comments.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
          ['end', 1],
        ]);
      }),
    );
  });

  it('names number and line of an element', () => {
    const found = scanned(['[\n  {"a": 1},\n\n  {\n"b": 2}]']);
    expect(found.map(({ number, line }) => [number, line])).toEqual([
      [1, 2],
      [2, 4],
    ]);
  });

  it('reports what is cut off at the end, and keeps what stands before it', () => {
    expect(valuesOf(scanned(['[{"a":1},{"a":2']))).toEqual([{ a: 1 }, 'cut_off']);
    expect(valuesOf(scanned(['{"comments":[{"a":1}'], 'comments'))).toEqual([{ a: 1 }, 'cut_off']);
    expect(valuesOf(scanned(['{"comments":[{"a":1},'], 'comments'))).toEqual([{ a: 1 }, 'cut_off']);
    expect(scanned([''])).toEqual([]);
  });

  it('drops an element beyond 4 MB instead of holding it', () => {
    const huge = `"${'x'.repeat(1_000_000)}"`;
    const pieces = ['[1,[', ...Array.from({ length: 6 }, () => `${huge},`), '0],2]'];
    expect(valuesOf(scanned(pieces))).toEqual([1, 'too_large', 2]);
  });
});

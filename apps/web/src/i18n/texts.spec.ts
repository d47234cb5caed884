import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import en from './en/index.ts';
import ko from './ko/index.ts';

/** Every text by its dotted key. */
function texts(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
      const at = path ? `${path}.${key}` : key;
      return typeof value === 'string' ? [[at, value]] : [...texts(value as object, at)];
    }),
  );
}

const sources = fileURLToPath(new URL('..', import.meta.url));
const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|vue)$/.test(name) && !name.endsWith('.spec.ts'))
  .map((name) => readFileSync(join(sources, name), 'utf8'))
  .join('\n');
const english = texts(en);
const korean = texts(ko);
const gaps = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

describe('texts', () => {
  it('exist in both languages under the same keys, none empty', () => {
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of [...english, ...korean]) expect(text.trim(), key).not.toBe('');
  });

  it('have the same gaps to fill in both languages', () => {
    for (const [key, text] of english) expect(gaps(korean.get(key) ?? ''), key).toEqual(gaps(text));
  });

  it('exist for every whole key that the code names', () => {
    const named = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key ?? '');
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((key) => !english.has(key))).toEqual([]);
  });

  it('begin as the code says where it adds the end of a key', () => {
    const begun = [...code.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)].map(([, start]) => start ?? '');
    const keys = [...english.keys()];
    expect(begun.filter((start) => !keys.some((key) => key.startsWith(start)))).toEqual([]);
  });

  it('do not shout', () => {
    for (const [key, text] of [...english, ...korean]) expect(text, key).not.toContain('!');
  });

  it('are polite in Korean: whole sentences end in 요', () => {
    const sentences = [...korean].flatMap(([key, text]) =>
      text
        .split(/(?<=\.)\s/)
        .filter((part) => part.endsWith('.'))
        .map((part) => [key, part]),
    );
    expect(sentences.length).toBeGreaterThan(20);
    for (const [key, part] of sentences) expect(part, key).toMatch(/요\.$/);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tokens, type ThemeName, type TokenName } from './tokens.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const blocks = { light: /:root \{([^}]*)\}/, dark: /\[data-theme='dark'\] \{([^}]*)\}/ };
const themes: ThemeName[] = ['light', 'dark'];
const grounds = ['ground', 'surface', 'sunken'] as const;

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours as WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(themes)('tokens of the %s theme', (theme) => {
  const of = (name: TokenName): string => tokens[theme][name];

  it('are the same in the style sheet', () => {
    const block = blocks[theme].exec(css)?.[1] ?? '';
    const found = [...block.matchAll(/--lc-([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(Object.fromEntries(found)).toEqual(tokens[theme]);
  });

  it.each(['text', 'muted', 'accent', 'accent-hover'] as const)(
    'give %s a contrast of 4.5 on every ground',
    (name) => {
      for (const ground of grounds) {
        expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each(['positive', 'negative', 'warning'] as const)(
    'give %s, which is also written, a contrast of 4.5 on surfaces',
    (name) => expect(contrast(of(name), of('surface'))).toBeGreaterThanOrEqual(4.5),
  );

  it.each(['praise', 'criticism', 'laughter', 'question', 'advice', 'greeting', 'other'] as const)(
    'give the category %s a contrast of 3 on every ground',
    (name) => {
      for (const ground of grounds) {
        expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(3);
      }
    },
  );

  it('keep what is written on accent and live readable', () => {
    expect(contrast(of('on-accent'), of('accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('on-live'), of('live'))).toBeGreaterThanOrEqual(4.5);
  });
});

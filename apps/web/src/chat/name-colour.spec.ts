import { describe, expect, it } from 'vitest';
import { tokens, type ThemeName } from '../styles/tokens.ts';
import { coloursOf, contrast, nameColour } from './name-colour.ts';

describe.each<ThemeName>(['light', 'dark'])('name colours in the %s theme', (theme) => {
  it('read on every ground that a message stands on', () => {
    for (const colour of coloursOf(theme)) {
      expect(colour).toMatch(/^#[0-9a-f]{6}$/);
      expect(contrast(colour, tokens[theme].surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, tokens[theme].sunken)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('are many, and stay with their user', () => {
    const colours = Array.from({ length: 500 }, (_, i) => nameColour(`user-${i}`, theme));
    expect(new Set(colours).size).toBeGreaterThan(25);
    expect(nameColour('user-7', theme)).toBe(colours[7]);
  });
});

it('contrast is the one of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

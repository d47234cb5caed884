import { tokens, type ThemeName } from '../styles/tokens.ts';

/** Spread as the eye tells them apart: few greens, many blues and reds. */
const hues = [
  0, 10, 20, 28, 36, 46, 62, 84, 128, 158, 172, 182, 192, 200, 208, 216, 226, 238, 250, 260, 270,
  280, 290, 300, 312, 324, 336, 348,
];
const saturation = 0.72;
/** Of text, by WCAG 2. */
const leastContrast = 4.5;
const tables = new Map<ThemeName, readonly string[]>();

/** A colour that stays with a user and reads on every ground of the theme that a message stands on. */
export function nameColour(userId: string, theme: ThemeName): string {
  let table = tables.get(theme);
  if (!table) tables.set(theme, (table = coloursOf(theme)));
  return table[hash(userId) % hues.length] ?? tokens[theme].text;
}

/** All name colours of a theme. */
export function coloursOf(theme: ThemeName): readonly string[] {
  const grounds = [tokens[theme].surface, tokens[theme].sunken];
  return hues.map((hue) => readable(hue, theme, grounds));
}

/** The lightness nearest to the middle at which a hue has contrast enough. */
function readable(hue: number, theme: ThemeName, grounds: readonly string[]): string {
  const step = theme === 'dark' ? 0.01 : -0.01;
  for (let light = 0.5; light > 0 && light < 1; light += step) {
    const colour = hex(hue, light);
    if (grounds.every((ground) => contrast(colour, ground) >= leastContrast)) return colour;
  }
  return tokens[theme].text;
}

/** FNV-1a: ids of one origin differ little, and must not look alike. */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16_777_619);
  }
  return (value ^ (value >>> 15)) >>> 0;
}

function hex(hue: number, light: number): string {
  const chroma = saturation * Math.min(light, 1 - light);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return light - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  const byte = (part: number) =>
    Math.round(part * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${[0, 8, 4].map((n) => byte(channel(n))).join('')}`;
}

/** Contrast of two colours (#rrggbb) as WCAG 2 defines it, 1…21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

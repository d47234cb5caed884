/** A hue (0–359) that stays with a user; the page's theme adds lightness, so that it reads on both. */
export function nameHue(userId: string): number {
  let hash = 2_166_136_261;
  for (const character of userId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  }
  return (hash >>> 0) % 360;
}

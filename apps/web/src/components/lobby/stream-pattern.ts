/** A picture of a stream made from its id alone: 320 × 180, the same for everybody. */
export interface StreamPattern {
  readonly hue: number;
  /** Paths of layered hills, the farthest first. */
  readonly hills: readonly string[];
  readonly sun: { readonly x: number; readonly y: number; readonly r: number };
}

const width = 320;
const height = 180;
const step = 20;

export function streamPattern(id: string): StreamPattern {
  const random = randoms(id);
  const hue = Math.floor(random() * 360);
  const sun = { x: 40 + random() * 240, y: 30 + random() * 50, r: 16 + random() * 20 };
  const hills = [0.45, 0.62, 0.8].map((level) => hill(height * level, random));
  return { hue, hills, sun };
}

function hill(level: number, random: () => number): string {
  const [reach, length, phase] = [10 + random() * 22, 60 + random() * 110, random() * 7];
  const points: string[] = [];
  for (let x = 0; x <= width; x += step) {
    const y = level + reach * Math.sin(x / length + phase) + (reach / 3) * Math.sin(x / 23 + phase);
    points.push(`${x} ${y.toFixed(1)}`);
  }
  return `M0 ${height}L${points.join('L')}L${width} ${height}Z`;
}

/** Numbers 0…1 that depend on the text only (FNV-1a seeding mulberry32). */
function randoms(text: string): () => number {
  let state = 2_166_136_261;
  for (const char of text) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

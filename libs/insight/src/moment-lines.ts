import type { MomentLine } from './moment-content.ts';
import { bucketMs, bucketOf } from './timeline.ts';

/** Pieces before the newest one that are kept: a moment may begin in them, or reach over them. */
const keptMs = 5 * bucketMs;

/** The messages of the last minute, and those of moments as long as the windows hold them, by 10 s piece. */
export class MomentLines {
  private readonly byPiece = new Map<number, MomentLine[]>();
  private newest = 0;

  constructor(private readonly isOfMoment: (at: number) => boolean) {}

  /** Takes a message, in log order; what is older than memory is forgotten when a new piece begins. */
  add(line: MomentLine, wholeFrom: number): void {
    const piece = bucketOf(line.at);
    if (piece > this.newest) this.move(piece, wholeFrom);
    const lines = this.byPiece.get(piece);
    if (lines) lines.push(line);
    else if (this.keeps(piece)) this.byPiece.set(piece, [line]);
  }

  /** Puts older messages before those that came since. */
  fill(older: readonly MomentLine[]): void {
    const held = [...this.byPiece.values()].flat();
    this.byPiece.clear();
    for (const line of [...older, ...held]) this.add(line, 0);
  }

  setGone(offset: number, at: number, gone: boolean): void {
    const line = this.byPiece.get(bucketOf(at))?.find((other) => other.offset === offset);
    if (line) line.gone = gone;
  }

  /** The messages from a time up to before another, in log order. */
  within([from, upTo]: readonly [number, number]): readonly MomentLine[] {
    const lines: MomentLine[] = [];
    for (let piece = from; piece < upTo; piece += bucketMs) {
      lines.push(...(this.byPiece.get(piece) ?? []));
    }
    return lines.sort((a, b) => a.offset - b.offset);
  }

  private move(piece: number, wholeFrom: number): void {
    this.newest = piece;
    for (const at of this.byPiece.keys()) {
      if (at < wholeFrom || !this.keeps(at)) this.byPiece.delete(at);
    }
  }

  private keeps(piece: number): boolean {
    return piece >= this.newest - keptMs || this.isOfMoment(piece);
  }
}

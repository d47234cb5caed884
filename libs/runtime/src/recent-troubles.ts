/** A warning or an error as it stands in the log, redacted as that is. */
export interface Trouble {
  readonly level: string;
  readonly time: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

const most = 50;
const longestLine = 8_192;
const isTrouble = /^\{"level":"(warn|error|fatal)"/;

/** The newest warnings and errors of a process; at most 50, each at most 8 KB. */
export class RecentTroubles {
  private readonly kept: Trouble[] = [];

  /** Takes a line of the log, of whatever level. */
  take(line: string): void {
    if (!isTrouble.test(line)) return;
    this.kept.push(parsed(line));
    if (this.kept.length > most) this.kept.shift();
  }

  /** Newest first. */
  get newest(): readonly Trouble[] {
    return this.kept.toReversed();
  }
}

/** Of a line that is too long only what tells when and what. */
function parsed(line: string): Trouble {
  const whole = JSON.parse(line) as Trouble;
  if (line.length <= longestLine) return whole;
  const { level, time, msg } = whole;
  return { level, time, msg: msg.slice(0, longestLine / 2), cut: true };
}

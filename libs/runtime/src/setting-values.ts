import { z } from 'zod';

/** At most `points` within `perMs`. */
export interface Rate {
  readonly points: number;
  readonly perMs: number;
}

/** Origins whose images, and whose players in frames, a page may load. */
export interface MediaOrigins {
  readonly image: readonly string[];
  readonly video: readonly string[];
}

const unitMs = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;
const unitBytes = { B: 1, KB: 1_024, MB: 1_048_576, GB: 1_073_741_824 } as const;
type ByteUnit = keyof typeof unitBytes;

/** A text that `parse` understands; where it answers undefined, `expected` is the complaint. */
function parsed<T>(expected: string, parse: (text: string) => T | undefined) {
  return z.string().transform((text, context): T => {
    const value = parse(text.trim());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

export function wholeNumber(min: number, max: number) {
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
  return parsed(`must be a whole number, ${range}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

export const port = wholeNumber(0, 65_535);
export const count = wholeNumber(1, Number.MAX_SAFE_INTEGER);

export const flag = parsed('must be 1 or 0 (also: true, false, on, off, yes, no)', (text) => {
  if (/^(1|true|on|yes)$/i.test(text)) return true;
  return /^(0|false|off|no)$/i.test(text) ? false : undefined;
});

export function choice<const T extends readonly string[]>(names: T) {
  return parsed(`must be one of ${names.join(', ')}`, (text) =>
    names.includes(text) ? (text as T[number]) : undefined,
  );
}

/** Milliseconds, written `500ms`, `10s`, `2m` or `1h`; a bare number other than 0 is refused as unclear. */
export const duration = parsed('must be a time with its unit, such as 500ms, 10s or 2m', (text) => {
  if (text === '0') return 0;
  const match = /^(\d{1,9})\s*(ms|s|m|min|h|d)$/.exec(text);
  return match ? Number(match[1]) * unitMs[match[2] as Unit] : undefined;
});

/** Bytes, written `64KB`, `1MB` or a bare number. */
export const bytes = parsed('must be a size, such as 65536, 64KB or 1MB', (text) => {
  const match = /^(\d{1,12})\s*(B|KB|MB|GB)?$/i.exec(text);
  if (!match) return undefined;
  const unit = (match[2]?.toUpperCase() ?? 'B') as ByteUnit;
  return Number(match[1]) * unitBytes[unit] || undefined;
});

const ratePattern =
  /^(\d[\d,]{0,11})\s*\/\s*(\d{0,6})\s*(ms|s|m|min|h|d)(?:\s*,?\s*burst\s+(\d{1,9}))?$/;

/** undefined where there is no such rate. */
function rateOf(points: number, perMs: number, burst: number): Rate | undefined {
  if (!(points > 0 && perMs > 0)) return undefined;
  const atOnce = Math.max(points, burst);
  return { points: atOnce, perMs: Math.round((perMs * atOnce) / points) };
}

/**
 * `5/10s`, `30/min`, `1/s burst 5`, or `off` (null). A burst is the number allowed at once while
 * the long-run rate stays: `1/s burst 5` is 5 within 5 s.
 */
export const rate = parsed(
  'must be a rate such as 30/min, 5/10s or "1/s burst 5", or off',
  (text): Rate | null | undefined => {
    if (text === 'off') return null;
    const [, points = '', times, unit, burst] = ratePattern.exec(text) ?? [];
    const perMs = Number(times === '' ? 1 : times) * unitMs[unit as Unit];
    return rateOf(Number(points.replaceAll(',', '')), perMs, Number(burst ?? 0));
  },
);

/** A number of things held at once, or `off` (null). */
export const ceiling = parsed('must be a whole number above 0, or off', (text) => {
  if (text === 'off') return null;
  return /^[1-9]\d{0,11}$/.test(text) ? Number(text) : undefined;
});

const items = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const list = z.string().transform(items);

/** The origin a text is, exactly: scheme, host and port, nothing else; undefined for any other text. */
function exactOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin } = new URL(text);
  return /^https?:$/.test(protocol) && origin === text ? origin : undefined;
}

const whole = <T>(values: readonly (T | undefined)[]): T[] | undefined =>
  values.every((value) => value !== undefined) ? [...(values as T[])] : undefined;

export const origins = parsed(
  'must be origins such as https://chat.example, separated by commas, without a path or a slash at the end',
  (text) => whole(items(text).map(exactOrigin)),
);

export const publicUrl = parsed('must be an origin such as https://chat.example', (text) =>
  exactOrigin(text.replace(/\/$/, '')),
);

/** `image=https://i.example,video=https://player.example`, each kind as often as needed. */
export const mediaOrigins = parsed(
  'must be image=https://… and video=https://… entries, separated by commas',
  (text): MediaOrigins | undefined => {
    const found = { image: [] as string[], video: [] as string[] };
    for (const item of items(text)) {
      const [, kind, origin] = /^(image|video)=(https:\/\/.+)$/.exec(item) ?? [];
      const exact = origin === undefined ? undefined : exactOrigin(origin);
      if (exact === undefined) return undefined;
      found[kind as keyof typeof found].push(exact);
    }
    return found;
  },
);

export function url(...schemes: string[]) {
  const expected = `must be an address that begins with ${schemes.map((s) => `${s}://`).join(' or ')}`;
  return parsed(expected, (text) =>
    URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)) ? text : undefined,
  );
}

/** A text kept as it is; the line breaks of a PEM may be written `\n`. */
export const text = z.string();
export const pem = z.string().transform((value) => value.replaceAll('\\n', '\n').trim());

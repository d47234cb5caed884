/** Readers of foreign JSON: whatever is not what was hoped for reads as undefined. */

/** The value at a path of member names, where every step is an object. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}

/** A text that is not empty; numbers, as some versions of a tool write ids, count as text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A number, also where it was written as a text. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = valueAt(value, ...path);
  const isText = typeof found === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(found);
  const number = isText ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A time written as text (ISO 8601), in ms since 1970. */
export function timeAt(value: unknown, ...path: readonly string[]): number | undefined {
  const text = textAt(value, ...path);
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isFinite(time) ? time : undefined;
}

export function median(values: readonly number[] | Float64Array): number | undefined {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? undefined : sorted[sorted.length >> 1];
}

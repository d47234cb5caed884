/** Where an event stands in its stream, read off its bytes. */
export interface EventPlace {
  readonly offset: number;
  /** Offset of the event before it; null where the server does not know it. */
  readonly prev: number | null;
}

const offsetField = Buffer.from('"offset":');
const prevField = Buffer.from('"prev":');
const idField = Buffer.from('"id":"');
const uuidLength = 36;

/**
 * Reads the place of an event from its frame; undefined where it has none. The event's own offset
 * stands last: offsets before it are of messages it answers or removes.
 */
export function placeOf(bytes: Buffer, start: number, end: number): EventPlace | undefined {
  const at = bytes.lastIndexOf(offsetField, end - offsetField.length);
  const before = bytes.lastIndexOf(prevField, end - prevField.length);
  if (at < start || before < start) return undefined;
  const offset = wholeAt(bytes, at + offsetField.length);
  return offset === undefined
    ? undefined
    : { offset, prev: wholeAt(bytes, before + prevField.length) ?? null };
}

/** The event's id, which is the sender's where it is a message. */
export function idOf(bytes: Buffer, start: number, end: number): string {
  const at = bytes.indexOf(idField, start);
  if (at < 0 || at >= end) return '';
  const from = at + idField.length;
  return bytes.toString('latin1', from, from + uuidLength);
}

/** The whole number that stands at a place; undefined for anything else. */
function wholeAt(bytes: Buffer, at: number): number | undefined {
  const sign = bytes[at] === 45 ? -1 : 1;
  let value = 0;
  const from = sign < 0 ? at + 1 : at;
  let place = from;
  for (let digit = digitAt(bytes, place); digit >= 0; digit = digitAt(bytes, ++place)) {
    value = value * 10 + digit;
  }
  return place === from ? undefined : sign * value;
}

function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - 48;
  return digit <= 9 ? digit : -1;
}

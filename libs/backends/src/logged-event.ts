import type { LogEvent, RawChat } from '@livechat/contracts';
import { createHash } from 'node:crypto';
import type { VoidReason } from './void-filter.ts';

/** What two copies of one event must have in common; texts and the rest as short hashes. */
export interface Fingerprint {
  readonly id: string;
  readonly type: LogEvent['type'];
  /** Author of a message. */
  readonly author: string | undefined;
  readonly text: string | undefined;
  readonly rest: string;
}

/** An event as the log has it. */
export interface LoggedEvent extends Fingerprint {
  readonly offset: number;
  /** Append time, ms since 1970. */
  readonly appendedAt: number;
  /** Time of the event: the original one of an imported message, else its append time. */
  readonly at: number;
  /** The message that a removal or restoring points at. */
  readonly target: number | undefined;
  readonly voidReason: VoidReason | undefined;
}

const hash = (text: string): string =>
  createHash('sha256').update(text).digest('base64').slice(0, 12);

/** The text of a message after its author's erasure. */
export const erasedText = hash('');

/** The fingerprint of an event, in the log or in the history. */
export function fingerprint(event: RawChat | LogEvent): Fingerprint {
  const { id, type } = event;
  const message = event.type === 'message.posted' ? event : undefined;
  return {
    id,
    type,
    author: message?.author.id,
    text: message && hash(message.text),
    rest: hash(canonical(restOf(event))),
  };
}

/** Offset of the message that a removal or restoring points at. */
export const targetOf = (event: RawChat): number | undefined =>
  event.type === 'message.removed' || event.type === 'message.restored'
    ? event.target.offset
    : undefined;

/** All but place, time and what is compared by itself; an erasure blanks the shown name too. */
function restOf(event: RawChat | LogEvent): object {
  const apart = new Set(['id', 'at', 'offset', 'prev', 'text', 'author']);
  const entries = Object.entries(event).filter(([name]) => !apart.has(name));
  const author = event.type === 'message.posted' ? event.author : undefined;
  return { ...Object.fromEntries(entries), kind: author?.kind, role: author?.role };
}

/** JSON with sorted names: stores may hand fields back in another order. */
const canonical = (value: object): string =>
  JSON.stringify(value, (_name, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

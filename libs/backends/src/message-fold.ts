import type { LoggedEvent } from './logged-event.ts';

/** What the events that count make of a stream's messages. */
export interface MessageFold {
  /** Offsets of all messages. */
  readonly messages: ReadonlySet<number>;
  /** Offsets of those that are removed now. */
  readonly removed: ReadonlySet<number>;
  /** Offset of the newest event that changed how many messages are shown, −1 for none. */
  readonly changedAt: number;
}

/** Messages and removals of a stream up to an offset, that one included. */
export function messageFold(events: readonly LoggedEvent[], upTo: number): MessageFold {
  const messages = new Set<number>();
  const removed = new Set<number>();
  let changedAt = -1;
  for (const { offset, type, target = -1, voidReason } of events) {
    if (offset > upTo) break;
    if (voidReason !== undefined) continue;
    const [before, posted] = [removed.size, type === 'message.posted'];
    if (posted) messages.add(offset);
    else if (type === 'message.removed' && messages.has(target)) removed.add(target);
    else if (type === 'message.restored') removed.delete(target);
    if (posted || removed.size !== before) changedAt = offset;
  }
  return { messages, removed, changedAt };
}

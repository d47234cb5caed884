import type { LogEvent, MessagePosted } from '@livechat/contracts';
import type { SummaryMessage } from './offline-summary.ts';
import { analyze } from './text/analyze.ts';
import type { WindowCounts } from './window-counts.ts';

/** What a summary is made from, oldest first. */
export interface SummaryView {
  readonly messages: readonly SummaryMessage[];
  /** Texts before those, by which words are told to be new. */
  readonly earlier: readonly string[];
  /** Of all messages, where `messages` are but a sample. */
  readonly counts?: WindowCounts;
  /** Offset of the first message looked at, where that is not the request's. */
  readonly from?: number;
}

export const summaryMessage = ({ offset, at, author, text }: MessagePosted): SummaryMessage => ({
  offset,
  at,
  author: { id: author.id, displayName: author.displayName },
  text,
  analysis: analyze(text),
});

/** Messages that no later event of these took away: removed ones, and those of the erased. */
export function standing(events: readonly LogEvent[]): readonly MessagePosted[] {
  const removed = new Set<number>();
  const erased = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'message.removed') removed.add(event.target.offset);
    if (event.type === 'message.restored') removed.delete(event.target.offset);
    if (event.type === 'chatter.erased') erased.set(event.userId, event.offset);
  }
  return events.filter(
    (event): event is MessagePosted =>
      event.type === 'message.posted' &&
      !removed.has(event.offset) &&
      event.offset > (erased.get(event.author.id) ?? -1),
  );
}

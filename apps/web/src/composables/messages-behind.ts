import type { Label, LogEvent, MessagePosted } from '@livechat/contracts';
import { labelsAfter, messagePage } from '../api/history.ts';
import type { Call } from '../api/http.ts';
import { isMessage } from '../chat/message-rows.ts';
import { isOf, type Slice } from '../components/insight/mood-counts.ts';
import { useSessionStore } from '../stores/session.ts';
import { useLoading } from './loading.ts';

export interface Behind {
  readonly epoch: number;
  /** The newest first. */
  readonly messages: readonly MessagePosted[];
  /** Since when everything was looked at, ms; undefined: since the stream began. */
  readonly since: number | undefined;
}

interface Reading {
  readonly read: <T>(call: Call<T>) => Promise<T>;
  readonly streamId: string;
  readonly signal: AbortSignal;
}

/** So much is read for one look at a bar: 1,000 events and their labels. */
const mostPages = 5;
const pageLimit = 200;

/** The messages that a bar counts since a time (ms; undefined: since ever), as far back as is reasonable. */
export function useMessagesBehind(streamId: string, slice: Slice, from: number | undefined) {
  const session = useSessionStore();
  return useLoading<Behind>(async (signal) => {
    const reading = { read: session.authorized, streamId, signal };
    const { epoch, events, isWhole } = await newest(reading, from);
    const first = events[0];
    const labels = first ? await labelsFrom(reading, first.offset) : new Map();
    const messages = behind(events, labels, slice, from);
    return { epoch, messages, since: isWhole ? from : first?.at };
  });
}

/** Of these events the messages since a time that a bar counts, the newest first. */
export function behind(
  events: readonly LogEvent[],
  labels: ReadonlyMap<number, Label>,
  slice: Slice,
  from = 0,
): readonly MessagePosted[] {
  const counted = ({ offset, at }: MessagePosted) => {
    const label = labels.get(offset);
    return at >= from && label !== undefined && isOf(slice, label);
  };
  return events.filter(isMessage).filter(counted).toReversed();
}

/** The newest events, ascending, back to a time or as far as one look goes. */
async function newest({ read, streamId, signal }: Reading, from = 0) {
  let events: LogEvent[] = [];
  let isWhole = false;
  let page = await read(messagePage(streamId, { limit: pageLimit }, signal));
  const { epoch } = page;
  for (let pages = 1; ; pages++) {
    events = [...page.items, ...events];
    const { next } = page;
    isWhole = next?.epoch !== epoch || (events[0]?.at ?? 0) < from;
    if (isWhole || pages === mostPages || !next) return { epoch, events, isWhole };
    page = await read(messagePage(streamId, { ...next, limit: pageLimit }, signal));
  }
}

async function labelsFrom({ read, streamId, signal }: Reading, offset: number) {
  const labels = new Map<number, Label>();
  for (let after = offset - 1, pages = 0; pages < mostPages; pages++) {
    const { items } = await read(labelsAfter(streamId, after, signal));
    for (const label of items) labels.set(label.offset, label);
    after = items.at(-1)?.offset ?? after;
    if (items.length < pageLimit) break;
  }
  return labels;
}

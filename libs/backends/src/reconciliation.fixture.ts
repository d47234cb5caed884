import { placed, type AnalysisFrame, type LogEvent, type RawChat } from '@livechat/contracts';
import { randomUUID } from 'node:crypto';
import { archivePositionStage, archiveStage } from './archive-position.ts';
import type { HistoryRecord } from './chat-history.ts';
import type { Appended, EventLog } from './event-log.ts';
import type { ReconciledStores } from './reconciliation.ts';

/** Stores of a test; a text appended past every check takes an offset that no event has. */
export type PlantedStores = Pick<ReconciledStores, 'history' | 'checkpoints'> & {
  readonly log: EventLog & {
    appendText(topic: string, key: string, value: string): Promise<Appended>;
  };
};

interface Counted {
  readonly value: RawChat;
  readonly at: Appended;
}

/** What a chat left in the log. */
export interface Chat {
  readonly streamId: string;
  readonly epoch: number;
  /** The records that count. */
  readonly counted: readonly Counted[];
  readonly messages: readonly Appended[];
  readonly removal: Appended;
  readonly copy: Appended;
  readonly banned: Appended;
  /** An offset at which the stream has no event. */
  readonly nothing: Appended;
}

/** What one stream's archive and analysis will be, before they are written. */
export interface Plan {
  events: HistoryRecord<'event'>[];
  /** Offsets of labels. */
  labels: number[];
  /** Messages shown, as the newest analysis says. */
  total: number;
  /** Events written, as the archiver counts them. */
  count: number;
}

const posted = (streamId: string, text: string): RawChat => ({
  type: 'message.posted',
  streamId,
  id: randomUUID(),
  author: { id: `u-${streamId}`, displayName: 'Ann', kind: 'member', role: 'member' },
  text,
});

/** Puts a small chat into the log: messages, a removal, a copy, a ban and a message after it, an erasure. */
export async function chat(
  { log }: PlantedStores,
  streamId: string,
  epoch: number,
  isErased: boolean,
): Promise<Chat> {
  const counted: Counted[] = [];
  const append = (value: RawChat) => log.append('raw-chats', streamId, value);
  const put = async (value: RawChat) => {
    const at = await append(value);
    counted.push({ value, at });
    return at;
  };
  const authorId = `u-${streamId}`;
  const acted = (row: number) => ({ streamId, id: `outbox:${row}`, by: 'owner' });
  await put({ type: 'stream.started', streamId, id: 'outbox:1', title: 'a title' });
  const messages: Appended[] = [];
  for (const text of ['one', 'two', 'three', 'four', 'five']) {
    messages.push(await put(posted(streamId, text)));
  }
  const [, two, three] = counted;
  if (!two || !three) throw new Error('The chat has no messages');
  const copy = await append(three.value);
  const nothing = await log.appendText('raw-chats', streamId, 'no JSON');
  const target = { offset: two.at.offset, at: two.at.at, authorId };
  const removal = await put({ type: 'message.removed', ...acted(2), target });
  messages.push(await put(posted(streamId, 'six')));
  await put({ type: 'chatter.banned', ...acted(3), userId: authorId });
  const banned = await append(posted(streamId, 'too late'));
  if (isErased) {
    await put({ type: 'chatter.erased', streamId, id: 'outbox:4', userId: authorId });
  }
  return { streamId, epoch, counted, messages, removal, copy, banned, nothing };
}

/** What archiver and analyzer make of a chat, its erasure aside. */
export function plan({ streamId, epoch, counted, messages }: Chat): Plan {
  let prev = -1;
  const events = counted.map(({ value, at }, ordinal): HistoryRecord<'event'> => {
    const event: LogEvent = placed(value, at.at, { offset: at.offset, prev });
    prev = at.offset;
    return { kind: 'event', streamId, epoch, key: at.offset, version: 0, ordinal, value: event };
  });
  const labels = messages.map(({ offset }) => offset);
  return { events, labels, total: labels.length - 1, count: events.length };
}

/** Writes a plan into archive and checkpoints. */
export async function write(
  { history, checkpoints }: PlantedStores,
  { streamId, epoch, counted }: Chat,
  { events, labels, total, count }: Plan,
): Promise<void> {
  const place = { streamId, epoch, version: 0 };
  const last = counted.at(-1)?.at.offset ?? 0;
  await history.write([
    ...events,
    ...labels.map((offset) => ({
      ...place,
      kind: 'label' as const,
      key: offset,
      value: { offset, sentiment: 'neutral', score: 0, category: 'other', toxicity: 0 } as const,
    })),
    { ...place, kind: 'analysis', key: last, id: 'newest', value: frame(streamId, last, total) },
  ]);
  const entry = { key: streamId, epoch, offset: last, state: { count, last } };
  await checkpoints.save(archiveStage, [entry]);
}

/** Says that everything in the log is archived. */
export async function cover({ log, checkpoints }: PlantedStores, epoch: number): Promise<void> {
  const entries = (await log.ends('raw-chats')).map((end, partition) => ({
    key: `${partition}`,
    epoch,
    offset: end - 1,
    state: null,
  }));
  await checkpoints.save(archivePositionStage, entries);
}

function frame(streamId: string, upTo: number, messages: number): AnalysisFrame {
  const categories = { praise: 0, criticism: 0, laughter: 0, question: 0, advice: 0, greeting: 0 };
  const totals = {
    messages,
    chatters: 1,
    sentiment: { positive: 0, neutral: messages, negative: 0 },
    categories: { ...categories, other: messages },
    toxic: 0,
  };
  const window = { ...totals, mood: 0, low: 0, high: 0 };
  const windows = { m1: window, m5: window, m15: window };
  return { streamId, upTo, at: 1, totals, windows, labels: [], questions: [], moments: [] };
}

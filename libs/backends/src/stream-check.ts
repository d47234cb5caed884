import type { LogEvent } from '@livechat/contracts';
import { archiveStage } from './archive-position.ts';
import type { ChatHistory, HistoryKinds } from './chat-history.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { LogReading } from './log-reading.ts';
import { erasedText, fingerprint, type Fingerprint, type LoggedEvent } from './logged-event.ts';
import { messageFold } from './message-fold.ts';
import type { Difference, DifferenceKind, JudgedStream, StreamSums } from './stream-differences.ts';

export interface CheckedStores {
  readonly history: ChatHistory;
  readonly checkpoints: Checkpoints;
  readonly reading: LogReading;
}

interface ArchivedEvent extends Fingerprint {
  readonly prev: number | null;
  readonly at: number;
  readonly visible: boolean;
}

const pageSize = 500;

/** Compares one stream's log with its archive, labels and newest analysis. */
export class StreamCheck {
  readonly differences: Difference[] = [];
  private readonly accepted: readonly LoggedEvent[];
  /** The records that count, oldest first. */
  private readonly counting: readonly LoggedEvent[];

  constructor(
    private readonly stream: JudgedStream,
    private readonly stores: CheckedStores,
  ) {
    const { logged, from, end } = stream;
    this.accepted = logged.filter(({ offset }) => offset >= from && offset < end);
    this.counting = this.accepted.filter(({ voidReason }) => voidReason === undefined);
  }

  /** Whether the analysis has come as far as the log's judged part. */
  async isAnalysed(): Promise<boolean> {
    const { streamId, epoch, logged, end } = this.stream;
    const last = this.messages.at(-1);
    if (!last) return true;
    const range = { streamId, epoch, after: last.offset - 1, before: last.offset + 1, limit: 1 };
    const [label] = await this.stores.history.page('label', range);
    const newest = await this.newest();
    return label !== undefined && (newest?.upTo ?? -1) >= messageFold(logged, end - 1).changedAt;
  }

  async run(): Promise<StreamSums> {
    const archived = await this.archivedEvents();
    for (const event of this.counting) this.compare(event, archived.get(event.offset));
    this.strangers(archived);
    await this.visibility(archived);
    this.chain(archived);
    const labels = await this.labels();
    if (this.stream.whole) {
      await this.ordinals();
      await this.totals();
    }
    return {
      streamId: this.stream.streamId,
      accepted: this.accepted.length,
      void: this.accepted.length - this.counting.length,
      archived: archived.size,
      messages: this.messages.length,
      labels,
    };
  }

  private get messages(): readonly LoggedEvent[] {
    return this.counting.filter(({ type }) => type === 'message.posted');
  }

  /** Rows of the judged part by offset, those of removed messages too. */
  private async archivedEvents(): Promise<ReadonlyMap<number, ArchivedEvent>> {
    const { streamId, epoch } = this.stream;
    const rows = new Map<number, ArchivedEvent>();
    await this.eachPage('event', (event) => {
      rows.set(event.offset, archivedEvent(event, true));
    });
    for (const { offset } of this.counting) {
      if (rows.has(offset)) continue;
      const hidden = await this.stores.history.find(streamId, epoch, offset, true);
      if (hidden) rows.set(offset, archivedEvent(hidden, false));
    }
    return rows;
  }

  private compare(event: LoggedEvent, row: ArchivedEvent | undefined): void {
    const { offset, at } = event;
    if (!row) return this.differ('missing in the archive', offset, event.type);
    if (row.id !== event.id) this.differ('different id', offset, was(row.id, event.id));
    if (row.author !== event.author) {
      this.differ('different author', offset, was(row.author, event.author));
    }
    if (row.text !== event.text) this.differentText(event, row);
    else if (this.isErased(event) && event.text !== erasedText) {
      this.differ('text kept after its erasure', offset);
    }
    if (row.rest !== event.rest) this.differ('different content', offset, event.type);
    if (row.at !== at) this.differ('different time', offset, was(row.at, at));
  }

  /** An author's erasure blanks his texts in all streams. */
  private differentText(event: LoggedEvent, row: ArchivedEvent): void {
    const erased = this.stores.reading.erasuresOf(event.author ?? '').size > 0;
    if (!erased || row.text !== erasedText) this.differ('different text', event.offset);
  }

  private isErased({ author = '', offset }: LoggedEvent): boolean {
    const { streamId, end } = this.stream;
    const erasedAt = this.stores.reading.erasuresOf(author).get(streamId);
    return erasedAt !== undefined && offset < erasedAt && erasedAt < end;
  }

  private strangers(archived: ReadonlyMap<number, ArchivedEvent>): void {
    const logged = new Map(this.accepted.map((event) => [event.offset, event]));
    for (const [offset, { type }] of archived) {
      const event = logged.get(offset);
      if (!event) this.differ('archived, but not in the log', offset, type);
      else if (event.voidReason) this.differ('archived, though void', offset, event.voidReason);
    }
  }

  /** What seems wrong is judged again by the log as it stands now: removals go on while we look. */
  private async visibility(archived: ReadonlyMap<number, ArchivedEvent>): Promise<void> {
    const wrongBy = (upTo: number) => {
      const { removed } = messageFold(this.stream.logged, upTo);
      return [...archived].filter(([at, { visible }]) => visible === removed.has(at));
    };
    const suspects = wrongBy(this.stream.end - 1);
    if (suspects.length === 0) return;
    await this.stores.reading.catchUp();
    const still = new Set(wrongBy(Infinity).map(([offset]) => offset));
    for (const [offset, { visible }] of suspects) {
      if (!still.has(offset)) continue;
      this.differ(visible ? 'shown, though removed' : 'hidden, though not removed', offset);
    }
  }

  private chain(archived: ReadonlyMap<number, ArchivedEvent>): void {
    let before = this.stream.whole ? -1 : undefined;
    for (const { offset } of this.counting) {
      const row = archived.get(offset);
      if (row && before !== undefined && row.prev !== before) {
        this.differ('wrong prev', offset, was(row.prev, before));
      }
      before = offset;
    }
  }

  private async labels(): Promise<number> {
    const wanted = new Set(this.messages.map(({ offset }) => offset));
    let count = 0;
    await this.eachPage('label', ({ offset }) => {
      count++;
      if (!wanted.delete(offset)) this.differ('label without a message', offset);
    });
    for (const offset of wanted) this.differ('missing label', offset);
    return count;
  }

  /** The archiver's own count of the stream, from which the next ordinal comes. */
  private async ordinals(): Promise<void> {
    const { streamId, partition, epoch, logged, end } = this.stream;
    const { checkpoints, reading } = this.stores;
    const load = (upTo: number) =>
      checkpoints.load<{ count: number }>(archiveStage, upTo, streamId);
    const saved = await load(epoch);
    const isCurrent = saved?.epoch === epoch;
    const upTo = isCurrent ? saved.offset : -1;
    await reading.below(partition, upTo + 1);
    const older = epoch > 0 ? ((await load(epoch - 1))?.state.count ?? 0) : 0;
    const isCounted = (e: LoggedEvent) =>
      e.voidReason === undefined && e.offset <= Math.max(upTo, end - 1);
    const expected = older + logged.filter(isCounted).length;
    const count = isCurrent ? saved.state.count : older;
    if (count !== expected) this.differ('wrong ordinals', undefined, was(count, expected));
  }

  /** Totals go on from one epoch to the next: judged where the stream has but this one. */
  private async totals(): Promise<void> {
    const { streamId, partition, epoch, logged, end } = this.stream;
    const epochs = await this.stores.history.epochs(streamId);
    if (this.messages.length === 0 || epochs.some((other) => other !== epoch)) return;
    const newest = await this.newest();
    const upTo = Math.max(newest?.upTo ?? -1, end - 1);
    await this.stores.reading.below(partition, upTo + 1);
    const { messages, removed } = messageFold(logged, upTo);
    const expected = messages.size - removed.size;
    const shown = newest?.totals.messages;
    if (shown !== expected) this.differ('wrong totals', newest?.upTo, was(shown, expected));
  }

  private async newest() {
    const { streamId, epoch } = this.stream;
    const range = { streamId, epoch, limit: 1, newest: true };
    const [frame] = await this.stores.history.page('analysis', range);
    return frame;
  }

  /** Rows of the judged part, page by page. */
  private async eachPage<K extends 'event' | 'label'>(
    kind: K,
    take: (row: HistoryKinds[K]) => void,
  ): Promise<void> {
    const { streamId, epoch, from, end } = this.stream;
    let after = from - 1;
    for (;;) {
      const range = { streamId, epoch, after, before: end, limit: pageSize };
      const rows = await this.stores.history.page(kind, range);
      rows.forEach(take);
      const last = rows.at(-1);
      if (!last) return;
      after = last.offset;
    }
  }

  private differ(kind: DifferenceKind, offset?: number, detail?: string): void {
    this.differences.push({
      kind,
      streamId: this.stream.streamId,
      ...(offset !== undefined && { offset }),
      ...(detail !== undefined && { detail }),
    });
  }
}

type Figure = string | number | null | undefined;
const was = (found: Figure, expected: Figure): string =>
  `${found ?? 'none'} instead of ${expected ?? 'none'}`;

const archivedEvent = (event: LogEvent, visible: boolean): ArchivedEvent => ({
  ...fingerprint(event),
  prev: event.prev,
  at: event.at,
  visible,
});

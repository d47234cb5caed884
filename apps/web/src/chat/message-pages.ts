import type { EventPage, Label, MessagePosted } from '@livechat/contracts';
import type { PageQuery } from '../api/history.ts';
import type { ChatLog } from './chat-log.ts';
import { firstFrom, isMessage, isSame, type ChatRow, type Place } from './message-rows.ts';

export interface PagesNeeds {
  readonly page: (query: PageQuery) => Promise<EventPage>;
  readonly labels: (after: number) => Promise<{ epoch: number; items: readonly Label[] }>;
  readonly changed: () => void;
}

const limit = 200;
const aroundLimit = 40;
/** Pages in a row that hold no message at all are read, not shown: so many at most for one wish. */
const emptyPages = 10;

/** Brings messages of elsewhere in the log into the window: older, newer, around one of them. */
export class MessagePages {
  private running: Promise<void> | undefined;

  constructor(
    private readonly log: ChatLog,
    private readonly needs: PagesNeeds,
  ) {}

  /** Shows older messages; rejects with RequestError where they cannot be read. */
  older(): Promise<void> {
    return this.alone(async () => {
      const { window } = this.log;
      if (!window.hasOlder || window.olderFromHere()) return;
      const first = window.firstPlace;
      const { rows, page } = await this.filled(
        first ? { epoch: first.epoch, before: first.offset } : {},
      );
      if (!isUnmoved(first, window.firstPlace)) return;
      window.prepend(rows, !page.next);
    });
  }

  newer(): Promise<void> {
    return this.alone(async () => {
      const { window } = this.log;
      if (!window.hasNewer || window.newerFromHere()) return;
      const end = window.lastPlace;
      if (!end) return window.follow();
      const { rows, page } = await this.filled({ epoch: end.epoch, after: end.offset });
      if (window.isFollowing || !isUnmoved(end, window.lastPlace)) return;
      const { tailStart } = window;
      const isAll = page.next?.epoch !== page.epoch;
      window.extend(rows, isAll && (!tailStart || tailStart.epoch === page.epoch));
    });
  }

  /** Shows a message and those around it; answers false where it is not there (any more). */
  async around(place: Place): Promise<boolean> {
    const { window } = this.log;
    if (window.rows.some((row) => isSame(row.place, place))) return true;
    while (this.running) await this.running.catch(() => undefined);
    await this.alone(async () => {
      const { epoch, offset } = place;
      const [before, after] = await Promise.all([
        this.needs.page({ epoch, before: offset + 1, limit: aroundLimit }),
        this.needs.page({ epoch, after: offset, limit: aroundLimit }),
      ]);
      const events = [...before.items, ...(after.epoch === epoch ? after.items : [])];
      window.show(this.log.rows(events, epoch));
      void this.labelFrom(window.firstPlace);
    });
    return window.find(place) !== undefined;
  }

  /** Shows what was written from a place on; answers where that begins, undefined where nothing was. */
  async near(place: Place): Promise<Place | undefined> {
    if (await this.around(place)) return place;
    const { rows } = this.log.window;
    const isHere = ({ kind, place: its }: ChatRow) =>
      kind === 'message' && its.epoch === place.epoch;
    const next = rows.slice(firstFrom(rows, place)).find(isHere);
    return (next ?? rows.findLast(isHere))?.place;
  }

  /** One message that need not be on screen, undefined where it is not there (any more). */
  async find({ epoch, offset }: Place): Promise<MessagePosted | undefined> {
    try {
      const page = await this.needs.page({ epoch, after: offset - 1, before: offset + 1 });
      return page.items.filter(isMessage).find((message) => message.offset === offset);
    } catch {
      // What cannot be read now shows with the next visit; nothing else hangs on it.
      return undefined;
    }
  }

  /** Reads labels of messages that came without. */
  async labelFrom(place: Place | undefined): Promise<void> {
    if (!place) return;
    try {
      const { epoch, items } = await this.needs.labels(place.offset - 1);
      if (epoch !== place.epoch) return;
      this.log.label(items, epoch);
      this.needs.changed();
    } catch {
      // Marks beside messages are an extra: the list is whole without them.
    }
  }

  /** The first page on the way that holds a message, or the last one there is. */
  private async filled(first: PageQuery) {
    let query: PageQuery = first;
    for (let tries = 1; ; tries++) {
      const page = await this.needs.page({ ...this.withinHole(query), limit });
      const rows = this.log.rows(page.items, page.epoch);
      if (rows.length > 0) void this.labelFrom(rows[0]?.place);
      if (rows.length > 0 || !page.next || tries === emptyPages) return { rows, page };
      query = page.next;
    }
  }

  /** Reading towards the newest ends where they begin: then the server waits until its archive is there. */
  private withinHole(query: PageQuery): PageQuery {
    const { tailStart } = this.log.window;
    const isBelow = query.after !== undefined && query.epoch === tailStart?.epoch;
    return isBelow && tailStart ? { ...query, before: tailStart.offset } : query;
  }

  /** One reading at a time; a wish that comes during another is dropped. */
  private async alone(work: () => Promise<void>): Promise<void> {
    if (this.running) return;
    this.running = work();
    try {
      await this.running;
    } finally {
      this.running = undefined;
      this.needs.changed();
    }
  }
}

const isUnmoved = (then: Place | undefined, now: Place | undefined): boolean =>
  !then || (now !== undefined && isSame(then, now));

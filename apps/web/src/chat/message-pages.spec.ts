import type { EventPage, LogEvent } from '@livechat/contracts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '../api/http.ts';
import type { PageQuery } from '../api/history.ts';
import { ChatLog } from './chat-log.ts';
import { event, message, messages } from './fake-server.fixture.ts';
import { MessagePages } from './message-pages.ts';

/** The history as the server pages it: bounds exclusive, ascending, on into the other epochs. */
function historyOf(epochs: Readonly<Record<number, readonly LogEvent[]>>) {
  const order = Object.keys(epochs).map(Number);
  return (query: PageQuery): EventPage => {
    const epoch = query.epoch ?? Math.max(...order);
    const { after = -1, before = Infinity, limit = 50 } = query;
    const range = (epochs[epoch] ?? []).filter(({ offset }) => offset > after && offset < before);
    const isUp = query.after !== undefined;
    const items = isUp ? range.slice(0, limit) : range.slice(-limit);
    const next = items.length === limit ? furtherIn(epoch, items, isUp) : otherThan(epoch, isUp);
    return { epoch, items: [...items], ...(next && { next }) };
  };
  function otherThan(epoch: number, isUp: boolean): EventPage['next'] {
    const newer = order.find((each) => each > epoch);
    const older = order.findLast((each) => each < epoch);
    if (isUp) return newer === undefined ? undefined : { epoch: newer, after: -1 };
    return older === undefined ? undefined : { epoch: older };
  }
}

const furtherIn = (epoch: number, items: readonly LogEvent[], isUp: boolean): EventPage['next'] =>
  isUp ? { epoch, after: items.at(-1)!.offset } : { epoch, before: items[0]!.offset };

describe('pages of the history', () => {
  let log: ChatLog;
  let pages: MessagePages;
  let page: ReturnType<typeof vi.fn<(query: PageQuery) => Promise<EventPage>>>;
  let read: (query: PageQuery) => EventPage;

  const keys = () => log.window.rows.map(({ key }) => key);
  const ends = () => [keys()[0], keys().at(-1)];
  const show = (events: readonly LogEvent[], epoch = 2) => {
    log.begin(epoch);
    for (const each of events) log.take(each);
  };

  beforeEach(() => {
    log = new ChatLog(
      { find: () => Promise.resolve(undefined), changed: () => undefined },
      () => false,
    );
    page = vi.fn(async (query: PageQuery) => read(query));
    pages = new MessagePages(log, {
      page,
      labels: async () => ({ epoch: 2, items: [] }),
      changed: () => undefined,
    });
  });

  it('brings older messages up to the beginning, across epochs', async () => {
    read = historyOf({ 1: messages(0, 299), 2: messages(0, 149) });
    show(messages(100, 149));
    log.window.hold();
    await pages.older();
    expect(ends()).toEqual(['2-0', '2-149']);
    await pages.older();
    expect(ends()).toEqual(['1-100', '2-149']);
    await pages.older();
    expect(ends()).toEqual(['1-0', '2-149']);
    expect(log.window.hasOlder).toBe(false);
    const { length } = page.mock.calls;
    await pages.older();
    expect(page).toHaveBeenCalledTimes(length);
  });

  it('shows the newest of the history where the list is empty', async () => {
    read = historyOf({ 2: messages(0, 9) });
    show([]);
    await pages.older();
    expect(ends()).toEqual(['2-0', '2-9']);
    expect(log.window.isFollowing).toBe(true);
  });

  it('knows a stream without a word', async () => {
    read = historyOf({ 2: [] });
    show([]);
    await pages.older();
    expect(log.window.hasOlder).toBe(false);
  });

  it('reads on where a page holds nothing to show', async () => {
    const rules = Array.from({ length: 250 }, (_, i) => event('question.answered', 100 + i));
    read = historyOf({ 2: [...messages(0, 99), ...rules, message(350)] });
    show([message(350)]);
    await pages.older();
    expect(ends()).toEqual(['2-0', '2-350']);
  });

  it('does not show what was removed after the page was read', async () => {
    read = historyOf({ 2: messages(0, 9) });
    show([message(10)]);
    const reading = pages.older();
    log.take(event('message.removed', 11, { target: { offset: 4, at: 1, authorId: 'u-ann' } }));
    await reading;
    expect(keys()).not.toContain('2-4');
    expect(keys()).toContain('2-3');
  });

  it('throws a page away that the list has moved on from', async () => {
    read = historyOf({ 2: messages(0, 999) });
    show(messages(500, 520));
    const reading = pages.older();
    show(messages(900, 950), 3);
    await reading;
    expect(ends()).toEqual(['3-900', '3-950']);
  });

  it('says when a page cannot be read, and can be asked again', async () => {
    show([message(10)]);
    page.mockRejectedValueOnce(new RequestError('unavailable'));
    await expect(pages.older()).rejects.toMatchObject({ code: 'unavailable' });
    read = historyOf({ 2: messages(0, 9) });
    await pages.older();
    expect(ends()).toEqual(['2-0', '2-10']);
  });

  it('reads one page at a time', async () => {
    read = historyOf({ 2: messages(0, 999) });
    show([message(999)]);
    await Promise.all([pages.older(), pages.older()]);
    expect(page).toHaveBeenCalledTimes(1);
  });

  it('shows a message of long ago, and from there grows back to the newest', async () => {
    read = historyOf({ 2: messages(0, 1_999) });
    show(messages(1_900, 1_999));
    expect(await pages.around({ epoch: 2, offset: 700 })).toBe(true);
    expect(ends()).toEqual(['2-661', '2-740']);
    for (let step = 0; step < 20 && log.window.hasNewer; step++) await pages.newer();
    expect(keys().at(-1)).toBe('2-1999');
    expect(keys()).toEqual([...new Set(keys())]);
    const offsets = log.window.rows.map(({ place: { offset } }) => offset);
    expect(offsets).toEqual(offsets.map((_, i) => (offsets[0] ?? 0) + i));
  });

  it('grows from an older epoch into the newer one', async () => {
    read = historyOf({ 1: messages(0, 50), 2: messages(0, 99) });
    show(messages(50, 99));
    await pages.around({ epoch: 1, offset: 30 });
    for (let step = 0; step < 5 && log.window.hasNewer; step++) await pages.newer();
    expect(ends()).toEqual(['1-0', '2-99']);
    expect(keys()).toHaveLength(151);
  });

  it('waits for the archive: what lies between a page and the newest is asked for with both bounds', async () => {
    read = historyOf({ 2: messages(0, 999) });
    show(messages(920, 999));
    await pages.around({ epoch: 2, offset: 860 });
    await pages.newer();
    expect(page.mock.calls.at(-1)).toEqual([{ epoch: 2, after: 900, before: 920, limit: 200 }]);
  });

  it('finds a message that is on screen without a reading', async () => {
    show(messages(1, 5));
    expect(await pages.around({ epoch: 2, offset: 3 })).toBe(true);
    expect(page).not.toHaveBeenCalled();
  });

  it('answers false for a message that is gone', async () => {
    read = historyOf({ 2: messages(0, 9).filter(({ offset }) => offset !== 4) });
    show([message(100)]);
    expect(await pages.around({ epoch: 2, offset: 4 })).toBe(false);
  });

  it('goes to the next message where the one asked for is gone, else to the last before it', async () => {
    read = historyOf({ 2: messages(0, 9).filter(({ offset }) => ![4, 5, 9].includes(offset)) });
    show([message(100)]);
    expect(await pages.near({ epoch: 2, offset: 4 })).toEqual({ epoch: 2, offset: 6 });
    expect(await pages.near({ epoch: 2, offset: 7 })).toEqual({ epoch: 2, offset: 7 });
    expect(await pages.near({ epoch: 2, offset: 9 })).toEqual({ epoch: 2, offset: 8 });
  });

  it('goes nowhere where nothing was written', async () => {
    read = historyOf({ 1: [], 2: messages(0, 9) });
    show(messages(0, 9));
    expect(await pages.near({ epoch: 1, offset: 4 })).toBeUndefined();
  });

  it('finds a message although older ones are being read just then', async () => {
    read = historyOf({ 2: messages(0, 999) });
    show(messages(900, 999));
    const older = pages.older();
    expect(await pages.around({ epoch: 2, offset: 300 })).toBe(true);
    await older;
  });
});

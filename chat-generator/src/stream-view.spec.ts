import { defaultRules, type Joined, type LogEvent, type Position } from '@livechat/contracts';
import { describe, expect, it, vi } from 'vitest';
import type { LedgerEntry } from './ledger/entries.ts';
import { StreamView } from './stream-view.ts';

const event = (offset: number, prev: number | null): LogEvent => ({
  type: 'message.posted',
  streamId: 's1',
  id: `id-${offset}`,
  offset,
  prev,
  at: 0,
  author: { id: 'u1', displayName: 'Wren', kind: 'guest', role: 'guest' },
  text: `text ${offset}`,
});
const joined = (more: Partial<Joined>): Joined => ({
  ok: true,
  epoch: 0,
  head: -1,
  events: [],
  recovered: false,
  more: false,
  analysis: null,
  summary: null,
  viewers: 1,
  rules: defaultRules,
  you: { role: 'anonymous', mayChat: false },
  ...more,
});

/** A viewer whose joins are answered one after the other, and whose history holds `stored`. */
function viewing(answers: readonly (Joined | undefined)[], stored: readonly LogEvent[] = []) {
  const joins: (Position | undefined)[] = [];
  const reads: number[] = [];
  const entries: LedgerEntry[] = [];
  const history = [...stored];
  const source = {
    join: (last: Position | undefined) => {
      joins.push(last);
      return Promise.resolve(answers[joins.length - 1]);
    },
    after: (_epoch: number, offset: number) => {
      reads.push(offset);
      return Promise.resolve(history.filter((stored) => stored.offset > offset).slice(0, 2));
    },
  };
  let now = 0;
  const view = new StreamView(source, (entry) => entries.push(entry), {
    viewer: 0,
    stream: 's1',
    pause: () => Promise.resolve(),
    now: () => (now += 100),
    stopped: () => false,
  });
  const rendered = () =>
    entries.flatMap((entry) => (entry.type === 'SEEN' && entry.rendered ? [entry.offset] : []));
  return { view, joins, reads, entries, history, rendered };
}

describe('a viewer', () => {
  it('shows the first page, then what follows by prev', async () => {
    const { view, rendered, reads } = viewing([
      joined({ head: 4, events: [event(2, -1), event(4, 2)] }),
    ]);
    await view.enter();
    view.receive(event(7, 4));
    view.receive(event(8, 7));
    expect(rendered()).toEqual([2, 4, 7, 8]);
    expect(reads).toEqual([]);
  });

  it('fetches exactly what is missing, page by page, and shows it in its place', async () => {
    const log = [2, 4, 7, 8, 9, 12].map((offset, n, all) => event(offset, all[n - 1] ?? -1));
    const { view, rendered, reads } = viewing([joined({ head: 2, events: log.slice(0, 1) })], log);
    await view.enter();
    view.receive(event(12, 9));
    view.receive(event(13, 12));
    await vi.waitFor(() => expect(view.isSettled).toBe(true), 10_000);
    expect(rendered()).toEqual([2, 4, 7, 8, 9, 12, 13]);
    expect(reads).toEqual([2, 7]);
    expect(view).toMatchObject({ gaps: 1, unfilled: 0 });
  });

  it('waits for a history that is behind, for a limited time', async () => {
    const { view, rendered, history } = viewing([joined({ head: 1, events: [event(1, -1)] })]);
    await view.enter();
    view.receive(event(3, 2));
    history.push(event(2, 1), event(3, 2));
    await vi.waitFor(() => expect(view.isSettled).toBe(true), 10_000);
    expect(rendered()).toEqual([1, 2, 3]);
    view.receive(event(6, 5));
    await vi.waitFor(() => expect(view.isSettled).toBe(true), 10_000);
    expect(rendered()).toEqual([1, 2, 3, 6]);
    expect(view.unfilled).toBe(1);
  });

  it('looks once where the event before is unknown', async () => {
    const log = [event(1, -1), event(5, null)];
    const { view, rendered, reads } = viewing([joined({ head: 1, events: [event(1, -1)] })], log);
    await view.enter();
    view.receive(event(5, null));
    await vi.waitFor(() => expect(view.isSettled).toBe(true), 10_000);
    expect(rendered()).toEqual([1, 5]);
    expect(reads).toEqual([1]);
    expect(view.gaps).toBe(0);
  });

  it('drops what is not above its last', async () => {
    const { view, rendered, entries } = viewing([joined({ head: 1, events: [event(1, -1)] })]);
    await view.enter();
    view.receive(event(2, 1));
    view.receive(event(2, 1));
    view.receive(event(1, -1));
    expect(rendered()).toEqual([1, 2]);
    expect(entries.filter((entry) => entry.type === 'SEEN' && !entry.rendered)).toHaveLength(2);
  });

  it('goes on by position after a reconnect, page by page', async () => {
    const { view, joins, rendered, entries } = viewing([
      joined({ head: 1, events: [event(1, -1)] }),
      undefined,
      joined({ head: 4, events: [event(2, 1), event(3, 2)], recovered: true, more: true }),
      joined({ head: 4, events: [event(4, 3)], recovered: true }),
    ]);
    await view.enter();
    await view.enter();
    const at = (offset: number) => ({ epoch: 0, offset });
    expect(joins).toEqual([undefined, at(1), at(1), at(3)]);
    expect(rendered()).toEqual([1, 2, 3, 4]);
    const stays = entries.filter((entry) => entry.type === 'RECOVERED');
    expect(stays.map(({ recovered }) => recovered)).toEqual([false, true, true]);
  });

  it('begins anew after a reset, and where the service cannot go on from its position', async () => {
    const { view, joins, entries } = viewing([
      joined({ head: 9, events: [event(9, 8)] }),
      joined({ head: 50, events: [event(49, 48), event(50, 49)] }),
      joined({ head: 60, events: [event(60, 59)] }),
    ]);
    await view.enter();
    await view.enter('anew');
    await view.enter();
    expect(joins).toEqual([undefined, undefined, { epoch: 0, offset: 50 }]);
    const stays = entries.filter((entry) => entry.type === 'RECOVERED');
    expect(stays.map(({ from, recovered }) => [from, recovered])).toEqual([
      [9, false],
      [49, false],
      [60, false],
    ]);
  });
});

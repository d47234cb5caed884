import { Presence, StreamRow } from '@livechat/backends';
import { lobbyEvents } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LobbyRing } from './lobby-ring.ts';
import { TestUsers } from './users.fixture.ts';
import type { SignedIn } from './users.fixture.ts';

interface Seen {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

/** A client of the feed. */
class Viewer {
  readonly seen: Seen[] = [];
  private readonly abort = new AbortController();

  async open(url: string, lastId?: string): Promise<this> {
    const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
    const response = await fetch(`${url}/api/v1/streams/events`, {
      headers,
      signal: this.abort.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    void this.read(response).catch(() => undefined);
    return this;
  }

  leave(): void {
    this.abort.abort();
  }

  events(name: string): Seen[] {
    return this.seen.filter(({ event }) => event === name);
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) this.take(part);
    }
  }

  private take(part: string): void {
    const field = (name: string) =>
      part
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2) ?? '';
    if (part.startsWith(':')) return;
    this.seen.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) });
  }
}

const soon = { timeout: 10_000, interval: 20 };

describe('the lobby feed', () => {
  let users: TestUsers;
  let owner: SignedIn;
  const viewers: Viewer[] = [];

  beforeEach(async () => {
    users = await TestUsers.start();
    owner = await users.signedIn();
  });
  afterEach(async () => {
    for (const viewer of viewers.splice(0)) viewer.leave();
    await users.stop();
  });

  const look = async (lastId?: string) => {
    const viewer = await new Viewer().open(users.service.url, lastId);
    viewers.push(viewer);
    return viewer;
  };
  const start = async (title: string): Promise<string> => {
    const page = users.page().set('authorization', owner.bearer);
    return (await page.post('/api/v1/streams').send({ title }).expect(201)).body.id;
  };
  const end = (id: string) =>
    users.page().set('authorization', owner.bearer).post(`/api/v1/streams/${id}/end`).expect(200);
  const lease = (streamId: string, viewer: string) => ({ streamId, viewer, lease: viewer });
  const presence = () => users.service.app.get(Presence, { strict: false });

  it('begins with the live streams, busiest first', async () => {
    const quiet = await start('Quiet');
    const busy = await start('Busy');
    await end(await start('Over'));
    await presence().hold([lease(busy, 'a')], 60_000);
    const viewer = await look();
    await vi.waitFor(() => expect(viewer.seen).toHaveLength(1), soon);
    const [first] = viewer.seen;
    expect(first?.event).toBe('streams');
    const streams = lobbyEvents.streams.parse(first?.data);
    expect(streams.map(({ id, viewers: count }) => [id, count])).toEqual([
      [busy, 1],
      [quiet, 0],
    ]);
  });

  it('tells starts and ends to all, in order, each once, with rising ids', async () => {
    const [one, two] = [await look(), await look()];
    const id = await start('Show');
    await end(id);
    for (const viewer of [one, two]) {
      await vi.waitFor(() => expect(viewer.seen).toHaveLength(3), soon);
      const [, started, ended] = viewer.seen;
      expect(lobbyEvents['stream.started'].parse(started?.data).id).toBe(id);
      expect(lobbyEvents['stream.ended'].parse(ended?.data).id).toBe(id);
      const numbers = viewer.seen.map((seen) => Number(seen.id.split('-')[1]));
      expect(numbers).toEqual([0, 1, 2]);
    }
  });

  it('tells only counts that changed, and heals to the truth', async () => {
    const [a, b] = [await start('A'), await start('B')];
    const viewer = await look();
    await vi.waitFor(() => expect(viewer.seen).toHaveLength(1), soon);
    await presence().hold([lease(a, 'x'), lease(a, 'y')], 60_000);
    await vi.waitFor(() => expect(viewer.events('viewers')).toHaveLength(1), soon);
    expect(viewer.events('viewers')[0]?.data).toEqual({ [a]: 2 });
    await presence().release([lease(a, 'x'), lease(a, 'y')]);
    await presence().hold([lease(b, 'x')], 60_000);
    await vi.waitFor(() => expect(viewer.events('viewers')).toHaveLength(2), soon);
    expect(viewer.events('viewers')[1]?.data).toEqual({ [a]: 0, [b]: 1 });
  });

  it('D30: reads counts once a second for all its clients together', async () => {
    await start('A');
    const counts = vi.spyOn(presence(), 'counts');
    const crowd = await Promise.all(Array.from({ length: 10 }, () => look()));
    await vi.waitFor(() => expect(counts.mock.calls.length).toBeGreaterThan(2), soon);
    const [begin, calls] = [performance.now(), counts.mock.calls.length];
    const reads = () => counts.mock.calls.length - calls;
    await vi.waitFor(() => expect(reads()).toBeGreaterThanOrEqual(2), soon);
    expect((performance.now() - begin) / reads()).toBeGreaterThan(450);
    for (const viewer of crowd) viewer.leave();
  });

  it('gives a client that comes back exactly what it missed', async () => {
    const first = await look();
    await vi.waitFor(() => expect(first.seen).toHaveLength(1), soon);
    const a = await start('A');
    await vi.waitFor(() => expect(first.seen).toHaveLength(2), soon);
    first.leave();
    const b = await start('B');
    await end(a);
    await presence().hold([lease(b, 'x')], 60_000);
    const back = await look(first.seen[1]?.id);
    await vi.waitFor(() => expect(back.events('viewers')).toHaveLength(1), soon);
    expect(back.seen.map(({ event }) => event)).toEqual([
      'stream.started',
      'stream.ended',
      'viewers',
    ]);
    const last = await look(back.seen[2]?.id);
    await start('C');
    await vi.waitFor(() => expect(last.seen).toHaveLength(1), soon);
    expect(last.seen[0]?.event).toBe('stream.started');
  });

  it.each(['00000000-1', 'nonsense', ''])(
    'shows a client that comes with the unknown id %j all live streams',
    async (lastId) => {
      await start('A');
      const viewer = await look(lastId);
      await vi.waitFor(() => expect(viewer.seen).toHaveLength(1), soon);
      expect(viewer.seen[0]?.event).toBe('streams');
    },
  );

  it('D17: a client that dies costs the others nothing', async () => {
    const [dying, staying] = [await look(), await look()];
    await vi.waitFor(() => expect(staying.seen).toHaveLength(1), soon);
    dying.leave();
    for (let i = 0; i < 5; i += 1) await start(`Show ${i}`);
    await vi.waitFor(() => expect(staying.events('stream.started')).toHaveLength(5), soon);
  });

  it('finds out within seconds by itself what no signal told', async () => {
    const lost = vi.spyOn(users.fanout, 'signal').mockResolvedValue();
    const clock = performance.now.bind(performance);
    let ahead = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock() + ahead);
    const viewer = await look();
    await vi.waitFor(() => expect(viewer.seen).toHaveLength(1), soon);
    const [a, b] = [await start('A'), await start('B')];
    await users.database.run((m) =>
      m.update(StreamRow, { id: b }, { status: 'ended', endedAt: Date.now() }),
    );
    ahead += 10_000;
    await vi.waitFor(() => expect(viewer.events('stream.started')).toHaveLength(1), soon);
    expect(viewer.events('stream.started')[0]?.data).toMatchObject({ id: a });
    await end(a);
    ahead += 10_000;
    await vi.waitFor(() => expect(viewer.events('stream.ended')).toHaveLength(1), soon);
    now.mockRestore();
    lost.mockRestore();
  });

  it('lets the process end while clients look', async () => {
    await look();
    expect(await users.service.stop()).toBe(true);
  });
});

describe('the ring of lobby events', () => {
  it('knows what came after an id, and that it does not know what is long gone', () => {
    const ring = new LobbyRing('0123abcd');
    expect(ring.after(ring.lastId)).toEqual([]);
    const ids = Array.from({ length: 600 }, (_, i) => ring.add('viewers', `${i}`).id);
    expect(ring.after(ids[597] ?? '')?.map(({ data }) => data)).toEqual(['598', '599']);
    expect(ring.after(ids[99] ?? '')).toHaveLength(500);
    expect(ring.after(ids[98] ?? '')).toBeUndefined();
    expect(ring.after('0123abcd-601')).toBeUndefined();
    expect(ring.after('9999abcd-600')).toBeUndefined();
  });
});

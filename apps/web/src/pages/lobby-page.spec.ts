// @vitest-environment happy-dom
import type { Stream } from '@livechat/contracts';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserParts, FakeEventSource, mounted, named } from '../page.fixture.ts';
import { refusal } from '../stores/session.fixture.ts';
import LobbyPage from './LobbyPage.vue';

enableAutoUnmount(afterEach);

const stream = (id: string, viewers: number, more: Partial<Stream> = {}): Stream => ({
  id,
  title: `Title ${id}`,
  broadcaster: { id: 'u1', displayName: 'Ann' },
  status: 'live',
  startedAt: Date.now() - 65 * 60_000,
  viewers,
  ...more,
});

interface Lists {
  live?: Stream[];
  ended?: Stream[];
  isAway?: boolean;
}

/** The API as the lobby reads it; no stream was analysed yet. */
function serve(lists: Lists) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    const { searchParams, pathname } = new URL(url, 'http://x');
    if (lists.isAway) return Promise.resolve(json(refusal('forbidden', 403)));
    if (pathname === '/api/v1/streams') {
      const items = searchParams.get('status') === 'live' ? lists.live : lists.ended;
      return Promise.resolve(json({ body: { items: items ?? [] } }));
    }
    const none = pathname.endsWith('/summaries') ? { items: [] } : null;
    return Promise.resolve(json({ body: none }));
  });
  return asked;
}
const json = ({ status = 200, body }: { status?: number; body: unknown }) =>
  new Response(JSON.stringify(body), { status });

async function lobby(lists: Lists, path = '/') {
  const asked = serve(lists);
  const { wrapper, router } = await mounted(LobbyPage, { path });
  await flushPromises();
  const titles = () => wrapper.findAll('.card h3').map((title) => title.text());
  const feed = () => FakeEventSource.opened[0]!;
  return { wrapper, router, asked, titles, feed };
}

describe('lobby', () => {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
    localStorage.clear();
    browserParts();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('shows live streams, the busiest first, and ended ones below', async () => {
    const ended = stream('e', 0, { status: 'ended', endedAt: Date.now() - 3 * 3_600_000 });
    const { wrapper, titles } = await lobby({
      live: [stream('a', 2), stream('b', 40)],
      ended: [ended],
    });
    expect(titles()).toEqual(['Title b', 'Title a']);
    expect(wrapper.get('.card').text()).toContain('1 h 5 min');
    expect(wrapper.get('.card').text()).toContain('40 watching');
    expect(wrapper.get('.ended').text()).toContain('3 hours ago');
  });

  it('moves the viewers as the feed says, and the cards only once they settle', async () => {
    const { wrapper, titles, feed } = await lobby({ live: [stream('a', 10), stream('b', 5)] });
    feed().say('viewers', { b: 900 });
    await flushPromises();
    expect(wrapper.text()).toContain('900 watching');
    expect(titles()).toEqual(['Title a', 'Title b']);
    await vi.advanceTimersByTimeAsync(10_100);
    expect(titles()).toEqual(['Title b', 'Title a']);
  });

  it('moves no card while the pointer or the focus is among them', async () => {
    const { wrapper, titles, feed } = await lobby({ live: [stream('a', 10), stream('b', 5)] });
    wrapper.get('.grid').element.parentElement?.dispatchEvent(new Event('pointerenter'));
    feed().say('viewers', { b: 900 });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(titles()).toEqual(['Title a', 'Title b']);
    wrapper.get('.grid').element.parentElement?.dispatchEvent(new Event('pointerleave'));
    await vi.advanceTimersByTimeAsync(10_100);
    expect(titles()).toEqual(['Title b', 'Title a']);
  });

  it('adds what starts at the end and moves what ends below', async () => {
    const { wrapper, titles, feed } = await lobby({ live: [stream('a', 10)] });
    feed().say('stream.started', stream('new', 99));
    await flushPromises();
    expect(titles()).toEqual(['Title a', 'Title new']);
    feed().say('stream.ended', { id: 'a', endedAt: Date.now() });
    await flushPromises();
    expect(titles()).toEqual(['Title new']);
    expect(wrapper.get('.ended').text()).toContain('Title a');
  });

  it('reads the mood of an ended stream once, of a live one again and again but not often', async () => {
    const ended = stream('e', 0, { status: 'ended', endedAt: Date.now() });
    const { asked } = await lobby({ live: [stream('a', 2)], ended: [ended] });
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    const reads = (id: string) => asked.filter((url) => url.includes(`/${id}/analysis`)).length;
    expect(reads('e')).toBe(1);
    expect(reads('a')).toBeGreaterThan(5);
    expect(reads('a')).toBeLessThan(30);
  });

  it('takes nothing from an event it cannot read', async () => {
    const { titles, feed } = await lobby({ live: [stream('a', 10)] });
    feed().say('stream.started', { id: 7 });
    feed().say('viewers', 'many');
    await flushPromises();
    expect(titles()).toEqual(['Title a']);
  });

  it('opens its feed anew when the server refused it', async () => {
    const { feed } = await lobby({ live: [] });
    feed().refuse();
    await vi.advanceTimersByTimeAsync(10_100);
    expect(FakeEventSource.opened).toHaveLength(2);
  });

  it('says that nobody is live', async () => {
    const { wrapper } = await lobby({});
    expect(wrapper.get('[role=status]').text()).toContain('Nobody is live');
  });

  it('says what to do when the streams cannot be read, and reads them again', async () => {
    const lists: Lists = { isAway: true, live: [stream('a', 1)] };
    const { wrapper, titles } = await lobby(lists);
    expect(wrapper.text()).toContain('could not be loaded');
    lists.isAway = false;
    await named(wrapper, 'Try again')[0]?.trigger('click');
    await flushPromises();
    expect(titles()).toEqual(['Title a']);
  });

  it('searches by the address and says when nothing fits', async () => {
    const { wrapper, asked } = await lobby({}, '/?q=syn%26th');
    expect(asked.filter((url) => url.includes('q=syn%26th'))).toHaveLength(2);
    expect(wrapper.text()).toContain('No stream fits “syn&th”');
  });

  it('greets once, and leads to the busiest stream', async () => {
    const lists = { live: [stream('a', 1), stream('b', 9)] };
    const { wrapper } = await lobby(lists);
    const demo = named(wrapper, 'Watch the demo')[0];
    expect(demo?.attributes('href')).toBe('/streams/b');
    await demo?.trigger('click');
    wrapper.unmount();
    const again = await lobby(lists);
    expect(named(again.wrapper, 'Watch the demo')).toHaveLength(0);
  });

  it('shows no skeleton for a quick answer and one for a slow', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => undefined));
    const { wrapper } = await mounted(LobbyPage);
    await vi.advanceTimersByTimeAsync(250);
    expect(wrapper.find('.bone').exists()).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(wrapper.find('.bone').exists()).toBe(true);
  });
});

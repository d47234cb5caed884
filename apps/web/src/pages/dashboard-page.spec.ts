// @vitest-environment happy-dom
import type { Stream } from '@livechat/contracts';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserParts, FakeEventSource, mounted, named } from '../page.fixture.ts';
import { fakeServer, sessionOf } from '../stores/session.fixture.ts';
import { useSessionStore } from '../stores/session.ts';
import DashboardPage from './DashboardPage.vue';

// A canvas is beyond the test's browser; what the charts are drawn from has its own tests.
vi.mock('../components/dashboard/DashboardCharts.vue', () => ({
  __esModule: true,
  default: { render: () => null },
}));
enableAutoUnmount(afterEach);

const stream = (id: string, owner: string, more: Partial<Stream> = {}): Stream => ({
  id,
  title: `Title ${id}`,
  broadcaster: { id: owner, displayName: owner },
  status: 'live',
  startedAt: 1_000,
  viewers: 3,
  ...more,
});
const mine = 'id-ann';
const counts = { positive: 8, neutral: 1, negative: 1 };
const window = {
  messages: 42,
  chatters: 9,
  sentiment: counts,
  categories: {
    praise: 1,
    criticism: 0,
    laughter: 0,
    question: 0,
    advice: 0,
    greeting: 0,
    other: 9,
  },
  toxic: 0,
};
const frame = (streamId: string, upTo: number, mood: number) => {
  const w = { ...window, mood, low: mood - 0.1, high: mood + 0.1 };
  const windows = { m1: w, m5: w, m15: w };
  const lists = { labels: [], questions: [], moments: [] };
  return { streamId, upTo, at: Date.now(), totals: window, windows, ...lists };
};

async function board({ kind = 'member' as const, streams = [] as Stream[], id = '' } = {}) {
  const created: unknown[] = [];
  const server = fakeServer({
    'POST /api/v1/sessions': () => ({ body: sessionOf('ann', kind) }),
    'GET /api/v1/streams': () => ({ body: { items: streams } }),
    'POST /api/v1/streams': (body) => {
      created.push(body);
      return { status: 201, body: stream('new', mine, { startedAt: 9_000 }) };
    },
    'POST /api/v1/streams/a/end': () => ({ status: 204 }),
    'GET /chat/v1/streams/a/analysis': () => ({ body: frame('a', 5, 0.25) }),
    'GET /chat/v1/streams/a/moments': () => ({ body: { items: [] } }),
  });
  const props = id ? { id } : {};
  const { wrapper, router } = await mounted(DashboardPage, { props, path: '/dashboard' });
  const session = useSessionStore();
  await session.signIn({ email: 'a', password: 'b' });
  await flushPromises();
  return { wrapper, router, server, created };
}

describe('broadcaster page', () => {
  beforeEach(() => {
    localStorage.clear();
    browserParts();
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks who is nobody to sign in', async () => {
    fakeServer({});
    const { wrapper } = await mounted(DashboardPage);
    const session = useSessionStore();
    await session.start();
    await flushPromises();
    await named(wrapper, 'Sign in')[0]?.trigger('click');
    expect(session.dialog).toBe('signIn');
  });

  it('lists the own streams only, live ones first, and shows the first', async () => {
    const { wrapper } = await board({
      streams: [
        stream('x', 'id-bo'),
        stream('old', mine, { status: 'ended', startedAt: 5_000, endedAt: 6_000 }),
        stream('a', mine),
      ],
    });
    expect(wrapper.findAll('.side__title').map((title) => title.text())).toEqual([
      'Title a',
      'Title old',
    ]);
    expect(wrapper.get('h1').text()).toBe('Title a');
  });

  it('shows the numbers of the newest analysis, and never an older one over it', async () => {
    const { wrapper } = await board({ streams: [stream('a', mine)] });
    expect(wrapper.get('dl').text()).toContain('+0.25');
    expect(wrapper.get('dl').text()).toContain('42');
    const feed = FakeEventSource.opened.find(({ url }) => url === '/chat/v1/streams/a/events');
    feed?.say('analysis', frame('a', 9, -0.5));
    feed?.say('analysis', frame('a', 7, 0.9));
    await flushPromises();
    expect(wrapper.get('dl').text()).toContain('−0.50');
    expect(wrapper.get('[role=img]').attributes('aria-label')).toContain('−0.50');
  });

  it('starts a stream and goes to it', async () => {
    const { wrapper, router, created } = await board();
    expect(wrapper.text()).toContain('No stream yet');
    await named(wrapper, 'Start a stream')[0]?.trigger('click');
    await wrapper.get('dialog form').trigger('submit');
    expect(wrapper.get('[role=alert]').text()).toContain('title');
    await wrapper.get('dialog input').setValue('  Night music ');
    await wrapper.get('dialog form').trigger('submit');
    await flushPromises();
    expect(created).toEqual([{ title: 'Night music', guestsMayChat: true }]);
    expect(router.currentRoute.value.path).toBe('/dashboard/new');
    expect(wrapper.find('dialog').exists()).toBe(false);
  });

  it('ends a stream only after asking', async () => {
    const { wrapper, server } = await board({ streams: [stream('a', mine)] });
    await named(wrapper, 'End the stream')[0]?.trigger('click');
    expect(server.count('POST /api/v1/streams/a/end')).toBe(0);
    await named(wrapper, 'End it')[0]?.trigger('click');
    await flushPromises();
    expect(server.count('POST /api/v1/streams/a/end')).toBe(1);
    expect(named(wrapper, 'End the stream')).toHaveLength(0);
    expect(wrapper.text()).toContain('The stream has ended');
  });

  it("says of another's stream that it is not one's own", async () => {
    const { wrapper } = await board({ streams: [stream('x', 'id-bo')], id: 'x' });
    expect(wrapper.text()).toContain('not one of yours');
    expect(named(wrapper, 'Watch the stream')[0]?.attributes('href')).toBe('/streams/x');
  });
});

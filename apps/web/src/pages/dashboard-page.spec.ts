// @vitest-environment happy-dom
import type { Question, Stream } from '@livechat/contracts';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { frame, question } from '../insight/insight.fixture.ts';
import { FakeServer, refuse } from '../chat/fake-server.fixture.ts';
import type { OpenSocket } from '../api/socket.ts';
import { browserParts, FakeEventSource, mounted, named } from '../page.fixture.ts';
import { fakeServer, sessionOf } from '../stores/session.fixture.ts';
import { useSessionStore } from '../stores/session.ts';
import DashboardPage from './DashboardPage.vue';

// A canvas is beyond the test's browser; what the charts are drawn from has its own tests.
vi.mock('../components/dashboard/DashboardCharts.vue', () => ({
  __esModule: true,
  default: { render: () => null },
}));
let chat: FakeServer;
vi.mock('../api/socket.ts', () => ({
  openSocket: ((auth, ears) => chat.open(auth, ears)) satisfies OpenSocket,
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
const ofA = { streamId: 'a' };
async function board({
  kind = 'member' as const,
  streams = [] as Stream[],
  id = '',
  questions = [] as Question[],
} = {}) {
  const created: unknown[] = [];
  const server = fakeServer({
    'POST /api/v1/sessions': () => ({ body: sessionOf('ann', kind) }),
    'GET /api/v1/streams': () => ({ body: { items: streams } }),
    'POST /api/v1/streams': (body) => {
      created.push(body);
      return { status: 201, body: stream('new', mine, { startedAt: 9_000 }) };
    },
    'POST /api/v1/streams/a/end': () => ({ status: 204 }),
    'GET /chat/v1/streams/a/analysis': () => ({ body: frame(5, ofA, 0.25) }),
    'GET /chat/v1/streams/a/summaries': () => ({ body: { items: [] } }),
    'GET /chat/v1/streams/a/moments': () => ({ body: { epoch: 1, items: [] } }),
    'GET /chat/v1/streams/a/questions': () => ({ body: { epoch: 1, items: questions } }),
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
    chat = new FakeServer();
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
    feed?.say('analysis', frame(9, ofA, -0.5));
    feed?.say('analysis', frame(7, ofA, 0.9));
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

  const feedOf = (id: string) =>
    FakeEventSource.opened.find(({ url }) => url === `/chat/v1/streams/${id}/events`);

  it('shows what is asked, most askers first, as it is read and told', async () => {
    const { wrapper } = await board({ streams: [stream('a', mine)], questions: [question('q')] });
    const told = { ...ofA, questions: [question('r', { askers: 9 })] };
    feedOf('a')?.say('analysis', frame(9, told), '1-9');
    await flushPromises();
    const ids = wrapper.findAll('[data-question]').map((row) => row.attributes('data-question'));
    expect(ids).toEqual(['r', 'q']);
  });

  it('marks a question answered over a socket of its own, and says why it could not', async () => {
    const { wrapper } = await board({ streams: [stream('a', mine)], questions: [question('q')] });
    chat.answers.set('question:answer', refuse('forbidden'));
    await named(wrapper, 'Answered')[0]?.trigger('click');
    await flushPromises();
    expect(wrapper.get('[role=alert]').text()).toContain('You are not allowed to do this.');
    chat.answers.set('question:answer', () => ({ ok: true, offset: 10 }));
    await named(wrapper, 'Answered')[0]?.trigger('click');
    await flushPromises();
    expect(chat.sockets).toHaveLength(1);
    expect(chat.payloads('question:answer').at(-1)).toEqual({ streamId: 'a', id: 'q' });
    expect(wrapper.get('[data-question]').text()).toContain('answered');
  });

  it('opens another socket where the one before was closed', async () => {
    const { wrapper } = await board({ streams: [stream('a', mine)], questions: [question('q')] });
    chat.answers.set('question:dismiss', refuse('unavailable'));
    await named(wrapper, 'Dismiss')[0]?.trigger('click');
    await flushPromises();
    chat.socket.cut({ code: 'token_expired' });
    chat.answers.set('question:dismiss', () => ({ ok: true, offset: 10 }));
    await named(wrapper, 'Dismiss')[0]?.trigger('click');
    await flushPromises();
    expect(chat.sockets).toHaveLength(2);
    expect(wrapper.get('details').text()).toContain('1 dismissed');
  });

  it('hears of decisions made elsewhere', async () => {
    const { wrapper } = await board({ streams: [stream('a', mine)], questions: [question('q')] });
    const event = { type: 'question.answered', streamId: 'a', id: 'outbox:1', by: 'mod' };
    const place = { offset: 12, prev: 9, at: 1_000 };
    feedOf('a')?.say('question.answered', { ...event, ...place, questionId: 'q' }, '1-12');
    await flushPromises();
    expect(wrapper.get('[data-question]').text()).toContain('answered');
  });

  it('leads from a question to its message in the chat', async () => {
    const { wrapper, router } = await board({
      streams: [stream('a', mine)],
      questions: [question('q', { offsets: [6] })],
    });
    await named(wrapper, 'Question q?')[0]?.trigger('click');
    await flushPromises();
    expect(router.currentRoute.value.fullPath).toBe('/streams/a?at=1-6');
  });
});

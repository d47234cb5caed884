// @vitest-environment happy-dom
import type { LogEvent, Moment, Question, Stream, Summary } from '@livechat/contracts';
import { flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenSocket } from '../api/socket.ts';
import {
  at,
  event,
  FakeServer,
  message,
  messages,
  refuse,
  removal,
  streamId,
} from '../chat/fake-server.fixture.ts';
import { frame, moment, question } from '../insight/insight.fixture.ts';
import { browserParts, mounted, named } from '../page.fixture.ts';
import type { Router } from 'vue-router';
import { useSessionStore } from '../stores/session.ts';
import StreamPage from './StreamPage.vue';

let server: FakeServer;
vi.mock('../api/socket.ts', () => ({
  openSocket: ((auth, ears) => server.open(auth, ears)) satisfies OpenSocket,
}));

const stream: Stream = {
  id: streamId,
  title: 'Hard mode',
  broadcaster: { id: 'boss', displayName: 'Boss' },
  status: 'live',
  startedAt: at,
  viewers: 3,
};
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

describe('the stream page', () => {
  let wrapper: VueWrapper;
  let answerStream: () => Response;
  let route: Router['currentRoute'];
  let history: LogEvent[];
  let questions: Question[];
  let moments: Moment[];

  const fetched = vi.fn((input: unknown) => {
    const url = String(input);
    if (url.includes('/questions')) return Promise.resolve(json({ epoch: 1, items: questions }));
    if (url.includes('/moments')) return Promise.resolve(json({ epoch: 1, items: moments }));
    if (url.includes('/labels')) return Promise.resolve(json({ epoch: 1, items: [] }));
    if (url.includes('/messages')) return Promise.resolve(json({ epoch: 1, items: history }));
    if (url.includes('/refresh')) {
      const { user } = useSessionStore();
      return Promise.resolve(json({ accessToken: 'token', expiresAt: Date.now() + 300_000, user }));
    }
    return Promise.resolve(answerStream());
  });
  const signIn = (id = 'me', displayName = 'Ann') => {
    useSessionStore().user = { id, displayName, kind: 'guest', createdAt: at };
  };
  const open = async (path = `/streams/${streamId}`) => {
    const { wrapper: page, router } = await mounted(StreamPage, { props: { id: streamId }, path });
    wrapper = page;
    route = router.currentRoute;
    await shown();
  };
  /** After what was told has reached the page, which happens once a frame. */
  const shown = async () => {
    for (let frame = 0; frame < 3; frame++) {
      await flushPromises();
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await flushPromises();
  };
  const rows = () => wrapper.findAll('[data-offset]');
  const texts = () => rows().map((row) => row.find('.text').text());
  const box = () => wrapper.find('textarea');
  const write = async (text: string) => {
    await box().setValue(text);
    await box().trigger('keydown', { key: 'Enter' });
  };
  const acts = async (row: DOMWrapper<Element>) => {
    await row.trigger('pointerenter');
    return row.findAll('.acts button').map((button) => button.text());
  };
  const press = async (text: string) => {
    await named(wrapper, text)[0]!.trigger('click');
    await shown();
  };

  beforeEach(() => {
    browserParts();
    vi.stubGlobal('fetch', fetched);
    vi.stubGlobal('matchMedia', () => ({
      matches: true,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    // happy-dom lays nothing out: rows of 24 px in a window of 600.
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(
      () => wrapper.findAll('[data-row]').length * 24,
    );
    server = new FakeServer();
    server.log = messages(0, 9);
    [history, questions, moments] = [[], [], []];
    answerStream = () => json(stream);
  });
  afterEach(() => {
    wrapper.unmount();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    localStorage.clear();
  });

  it('shows the stream, its chat and who watches', async () => {
    await open();
    expect(wrapper.find('h1').text()).toBe('Hard mode');
    expect(wrapper.find('[data-viewers]').text()).toBe('3 watching');
    expect(texts()).toEqual(server.log.map((each) => (each as { text?: string }).text));
    expect(wrapper.find('[role=log]').attributes('aria-label')).toBe('Chat messages');
  });

  it('says so where there is no such stream', async () => {
    const body = { type: 'x', title: 'Not found', status: 404, code: 'not_found', requestId: 'r' };
    answerStream = () => json(body, 404);
    await open();
    expect(wrapper.text()).toContain('There is no such stream');
    expect(server.sockets).toHaveLength(0);
  });

  it('says so where the chat refuses it, and tries again when asked', async () => {
    server.answers.set('stream:join', refuse('forbidden'));
    await open();
    expect(wrapper.text()).toContain('The stream could not be loaded');
    server.answers.clear();
    await press('Try again');
    expect(texts()).toHaveLength(10);
  });

  it('shows much that comes at once in one go', async () => {
    await open();
    server.post(...messages(10, 600));
    expect(texts()).toHaveLength(10);
    await shown();
    expect(texts().at(-1)).toBe('text 600');
    expect(rows().length).toBeLessThanOrEqual(200);
  });

  it('reads older messages while there is room', async () => {
    server.log = messages(5, 9);
    history = messages(0, 4);
    await open();
    await shown();
    expect(texts()).toHaveLength(10);
    expect(wrapper.text()).toContain('The chat begins here.');
  });

  it('asks who is there before one may write', async () => {
    await open();
    expect(box().exists()).toBe(false);
    await press('Chat as a guest');
    expect(useSessionStore().dialog).toBe('guest');
  });

  it('shows a message of mine at once, sending, then as everybody sees it', async () => {
    await open();
    signIn();
    await shown();
    expect(wrapper.text()).toContain('chatting as Ann');
    await write('hello');
    await shown();
    expect(wrapper.find('[data-own=sent], [data-own=sending]').text()).toContain('hello');
    const { id } = server.payloads('message:send')[0]!;
    server.post(message(10, { id, text: 'hello' }));
    await shown();
    expect(wrapper.find('[data-own]').exists()).toBe(false);
    expect(texts().at(-1)).toBe('hello');
  });

  it('says why a message was refused, and sends it again or throws it away', async () => {
    server.answers.set('message:send', refuse('blocked_words'));
    await open();
    signIn();
    await shown();
    await write('bad');
    await shown();
    expect(wrapper.find('[data-own=failed]').text()).toContain('contains a blocked word');
    server.answers.clear();
    await press('Send again');
    expect(server.payloads('message:send')).toHaveLength(2);
  });

  it('takes an Enter that ends a syllable for no Enter', async () => {
    await open();
    signIn();
    await shown();
    await box().setValue('안녕');
    await box().trigger('keydown', { key: 'Enter', isComposing: true });
    expect(server.payloads('message:send')).toHaveLength(0);
  });

  it('goes to the composer with a slash, recalls with the arrow, leaves with Escape', async () => {
    await open();
    signIn();
    await shown();
    await write('one');
    await box().trigger('keydown', { key: 'ArrowUp' });
    expect(box().element.value).toBe('one');
    await box().trigger('keydown', { key: 'Escape' });
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
    expect(document.activeElement).toBe(box().element);
  });

  it('counts near the limit and sends nothing above it', async () => {
    await open();
    signIn();
    await shown();
    await write('x'.repeat(480));
    await box().setValue('x'.repeat(480));
    expect(wrapper.text()).toContain('20 left');
    await write('x'.repeat(501));
    expect(wrapper.text()).toContain('1 too many');
    expect(server.payloads('message:send').map(({ text }) => text.length)).toEqual([480]);
  });

  it('answers a message, and quotes what is answered', async () => {
    await open();
    signIn();
    await shown();
    expect(await acts(rows()[3]!)).toContain('Reply');
    await press('Reply');
    expect(wrapper.find('.composer').text()).toContain('Replying to Ann');
    await write('indeed');
    await shown();
    expect(server.payloads('message:send')).toMatchObject([{ text: 'indeed', replyTo: 3 }]);
  });

  it('marks what is addressed to me, and only that', async () => {
    server.log.push(message(10, { text: 'hi @Ann', author: { ...message(0).author, id: 'x' } }));
    await open();
    signIn();
    await shown();
    expect(wrapper.findAll('.message--to-me').map((row) => row.attributes('data-offset'))).toEqual([
      '10',
    ]);
  });

  it('offers viewers nothing of a moderator, and moderators everything', async () => {
    await open();
    signIn();
    await shown();
    expect(await acts(rows()[0]!)).not.toContain('Ban');
    server.you = { role: 'moderator', mayChat: true };
    const { length } = server.sockets;
    server.socket.cut();
    await vi.waitFor(() => expect(server.sockets.length).toBeGreaterThan(length), 5_000);
    await shown();
    expect(await acts(rows()[1]!)).toEqual(
      expect.arrayContaining(['Pin', 'Remove', 'Time out', 'Ban']),
    );
    await press('Time out');
    await press('10 min');
    expect(server.payloads('chatter:timeout')).toEqual([
      { streamId, userId: 'u-ann', seconds: 600 },
    ]);
  });

  it('lets a removed message vanish for viewers', async () => {
    await open();
    server.post(removal(10, 4));
    await shown();
    expect(texts()).not.toContain('text 4');
  });

  it('holds the pinned message up', async () => {
    await open();
    server.post(event('message.pinned', 10, { target: { offset: 2, at, authorId: 'u-ann' } }));
    await shown();
    expect(wrapper.find('aside').text()).toContain('text 2');
  });

  it('says at the place of the box why one may not write', async () => {
    await open();
    signIn();
    await shown();
    server.post(event('chatter.timed_out', 10, { userId: 'me', until: at + 10 + 90_000 }));
    await shown();
    expect(wrapper.find('.composer').text()).toMatch(/You are timed out for 9[01] s\./);
    server.post(event('stream.ended', 11));
    await shown();
    expect(wrapper.find('.composer').text()).toContain('The stream has ended');
    expect(wrapper.find('.stage').text()).toContain('ended');
  });

  it('opens a chat that nobody wrote in with a word', async () => {
    server.log = [];
    await open();
    await shown();
    expect(wrapper.text()).toContain('Nobody has written yet.');
  });

  it('keeps one random id of this browser for its tabs', async () => {
    await open();
    const { viewer } = server.socket.auth;
    expect(viewer).toMatch(/^[0-9a-f-]{36}$/);
    wrapper.unmount();
    await open();
    expect(server.socket.auth.viewer).toBe(viewer);
  });

  it('closes its socket when it is left', async () => {
    await open();
    wrapper.unmount();
    expect(server.socket.isClosed).toBe(true);
  });

  const card = (heading: string) => wrapper.find(`section[aria-label="${heading}"]`);

  it('shows what is asked and when it was loud, from what is read and from frames', async () => {
    questions = [question('read')];
    moments = [moment('past')];
    await open();
    server.socket.hear('analysis', frame(9, { questions: [question('told', { askers: 7 })] }));
    await shown();
    expect(card('Questions').text()).toMatch(/Question told\?.*7.*Question read\?.*3/s);
    expect(card('Moments').text()).toContain('lol');
  });

  it('goes from a question to its message, and from a moment to what was written then', async () => {
    questions = [question('q', { offsets: [6, 8] })];
    moments = [moment('m', { from: 3, upTo: 4 })];
    await open();
    await press('Question q?');
    expect(document.activeElement?.getAttribute('data-offset')).toBe('6');
    expect(wrapper.find('.acts').exists()).toBe(false);
    await card('Moments').find('li button').trigger('click');
    await shown();
    expect(document.activeElement?.getAttribute('data-offset')).toBe('3');
  });

  it('follows a link to a place in the chat once', async () => {
    await open(`/streams/${streamId}?at=1-5`);
    await shown();
    expect(document.activeElement?.getAttribute('data-offset')).toBe('5');
    expect(route.value.fullPath).toBe(`/streams/${streamId}`);
  });

  it('lets moderators mark a question answered; everybody sees what the log says', async () => {
    questions = [question('q')];
    server.you = { role: 'moderator', mayChat: true };
    server.answers.set('question:answer', refuse('unavailable'));
    await open();
    await press('Answered');
    expect(card('Questions').find('[role=alert]').text()).toContain('cannot do this right now');
    server.answers.set('question:answer', () => ({ ok: true, offset: 10 }));
    await press('Answered');
    expect(server.payloads('question:answer').at(-1)).toEqual({ streamId, id: 'q' });
    expect(card('Questions').find('[data-question]').text()).toContain('answered');
    server.post(event('question.dismissed', 11, { questionId: 'q' }));
    server.post(message(12));
    await shown();
    expect(card('Questions').find('details').text()).toContain('1 dismissed');
  });

  const recap: Summary = {
    streamId,
    id: `${streamId}:end`,
    epoch: 1,
    revision: 0,
    from: 0,
    upTo: 9,
    at,
    source: 'offline',
    final: true,
    messages: 10,
    chatters: 4,
    oneLine: 'All about the boss.',
    topics: [],
    questions: [],
    quotes: [],
  };

  it('shows recap and chapters of an ended stream, and the mood of the whole', async () => {
    answerStream = () => json({ ...stream, status: 'ended', endedAt: at + 90_000 });
    moments = [moment('m', { peakAt: at + 65_000 })];
    await open();
    server.socket.hear('analysis', frame(9));
    server.socket.hear('summary', recap);
    await shown();
    expect(card('Recap').text()).toContain('All about the boss.');
    expect(card('Chapters').find('time').text()).toBe('1:05');
    expect(card('Mood of the stream').find('[data-total]').text()).toBe('42');
    expect(card('Mood of the stream').find('[role=group]').exists()).toBe(false);
  });
});

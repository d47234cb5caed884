import { openApiDocument } from '@livechat/runtime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ChatService, done, message, type Person } from './chat-service.fixture.ts';
import { callers, routeRoles, type RouteCaller, type RouteRow } from './route-roles.fixture.ts';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Record<string, boolean> };
}

let chat: ChatService;
let streamId: string;
let emptyStreamId: string;
let offset: number;
const people = new Map<RouteCaller, Person>();
const person = (caller: RouteCaller) => people.get(caller) as Person;

beforeAll(async () => {
  chat = await ChatService.start();
  for (const caller of callers) {
    if (caller === 'anonymous') continue;
    people.set(caller, await chat.person(caller, caller === 'guest' ? 'guest' : 'member'));
  }
  const owner = person('broadcaster');
  await chat.stream(person('otherBroadcaster'));
  emptyStreamId = await chat.stream(owner, {}, [person('moderator')]);
  streamId = await chat.stream(owner, {}, [person('moderator')]);
  const boss = chat.connect(owner);
  for (const id of [streamId, emptyStreamId]) {
    await done(boss, 'stream:join', { streamId: id });
    await done(boss, 'chatter:ban', { streamId: id, userId: person('banned').id });
  }
  ({ offset } = await done(boss, 'message:send', message(streamId, 'to look at')));
  await vi.waitFor(
    async () => expect(await chat.history.find(streamId, 0, offset)).toBeDefined(),
    10_000,
  );
});
afterAll(() => chat.stop());

/** What controllers registered, without the pages of the API docs. */
function registeredRoutes(): string[] {
  const { router } = chat.service.app.getHttpAdapter().getInstance() as unknown as {
    router: { stack: readonly Layer[] };
  };
  return router.stack
    .flatMap(({ route }) => (route && !route.path.includes('/docs') ? [route] : []))
    .flatMap(({ methods, path }) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
}

async function statusFor({ route, ofEmptyStream }: RouteRow, caller: RouteCaller): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const id = ofEmptyStream ? emptyStreamId : streamId;
  const token = people.get(caller)?.token;
  const response = await fetch(
    chat.service.url + path.replace(':id', id).replace(':offset', `${offset}`),
    {
      method,
      headers: { 'x-livechat': '1', ...(token && { authorization: `Bearer ${token}` }) },
      ...(method === 'POST' && { body: '' }),
    },
  );
  await response.body?.cancel();
  return response.status;
}

describe('the table of routes and roles', () => {
  it('has a row for every route that is registered, and no other', () => {
    expect(registeredRoutes().sort()).toEqual(routeRoles.map(({ route }) => route).sort());
    expect(routeRoles.length).toBeGreaterThan(10);
  });

  it('is what the API docs show', () => {
    const { paths } = openApiDocument(chat.service.app, 'chat');
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const written = routeRoles.map(({ route }) => route.replace(/:(\w+)/g, '{$1}'));
    expect(documented.sort()).toEqual(written.sort());
  });

  describe.each(routeRoles)('$route', (row) => {
    it.each(callers)('answers a caller who is %s as written', async (caller) => {
      expect(await statusFor(row, caller)).toBe(row.statuses[caller]);
    });
  });
});

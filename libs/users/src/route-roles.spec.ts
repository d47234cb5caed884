import { ModeratorRow } from '@livechat/backends';
import { openApiDocument } from '@livechat/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callers, routeRoles } from './route-roles.fixture.ts';
import type { RouteCaller, RouteRow } from './route-roles.fixture.ts';
import { TestUsers } from './users.fixture.ts';
import type { SignedIn } from './users.fixture.ts';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Record<string, boolean> };
}

/** A stream and, fresh for each call, one of every kind of caller. */
interface Scene {
  readonly streamId: string;
  readonly people: Readonly<Record<RouteCaller, SignedIn | undefined>>;
}

let users: TestUsers;
beforeAll(async () => {
  users = await TestUsers.start({ API_DOCS: '0' });
});
afterAll(() => users.stop());

function registeredRoutes(): string[] {
  const { router } = users.service.app.getHttpAdapter().getInstance() as unknown as {
    router: { stack: readonly Layer[] };
  };
  return router.stack.flatMap(({ route }) =>
    route
      ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
      : [],
  );
}

async function scene(): Promise<Scene> {
  const [guest, member, moderator, broadcaster, otherBroadcaster] = await Promise.all([
    users.signedIn('guest'),
    ...Array.from({ length: 4 }, () => users.signedIn()),
  ]);
  const [streamId] = await Promise.all([started(broadcaster), started(otherBroadcaster)]);
  await users.database.run((m) =>
    m.insert(ModeratorRow, {
      streamId,
      userId: moderator?.id ?? '',
      addedBy: broadcaster?.id ?? '',
      addedAt: 1,
    }),
  );
  const people = { guest, member, moderator, broadcaster, otherBroadcaster };
  return { streamId, people: { anonymous: undefined, ...people } };
}

async function started(by: SignedIn | undefined): Promise<string> {
  const page = users.page().set('authorization', by?.bearer ?? '');
  const { body } = await page.post('/api/v1/streams').send({ title: 'Show' }).expect(201);
  return body.id as string;
}

async function statusFor({ route, body }: RouteRow, caller: RouteCaller): Promise<number> {
  const { streamId, people } = await scene();
  const [method = '', path = ''] = route.split(' ');
  const moderatorId = people.moderator?.id ?? '';
  const place = path.replace(/:(id|streamId)/, streamId).replace(':userId', moderatorId);
  const person = people[caller];
  const { url } = users.service;
  const response = await fetch(url + place, {
    method,
    headers: {
      origin: url,
      'x-livechat': '1',
      ...(person ? { authorization: person.bearer, cookie: person.cookie } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(unused(body)) } : {}),
  });
  await response.body?.cancel();
  return response.status;
}

/** The body with an address and a name that nobody has yet, so that every call can succeed. */
let used = 0;
function unused(body: object): object {
  const letters = [...String((used += 1))].map((digit) => 'abcdefghjk'[Number(digit)]).join('');
  const fresh = Object.entries(body).map(([field, value]) => {
    if (field === 'email') return [field, `${letters}.${value}`];
    return field === 'displayName' ? [field, `${value} ${letters}`] : [field, value];
  });
  return Object.fromEntries(fresh) as object;
}

describe('the table of routes and roles', () => {
  it('has a row for every route that is registered, and no other', () => {
    expect(registeredRoutes().sort()).toEqual(routeRoles.map(({ route }) => route).sort());
    expect(routeRoles.length).toBeGreaterThan(20);
  });

  it('is what the API docs show', () => {
    const { paths } = openApiDocument(users.service.app, 'api');
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

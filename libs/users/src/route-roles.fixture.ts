/** Who calls, seen from one stream: its broadcaster, its moderator, the broadcaster of another, … */
export const callers = [
  'anonymous',
  'guest',
  'member',
  'moderator',
  'broadcaster',
  'otherBroadcaster',
] as const;
export type RouteCaller = (typeof callers)[number];
export type Statuses = Readonly<Record<RouteCaller, number>>;

export interface RouteRow {
  /** Method and path as registered; `:id` and `:streamId` stand for the stream, `:userId` for its moderator. */
  readonly route: string;
  readonly statuses: Statuses;
  readonly body: object | undefined;
}

function row(route: string, statuses: Statuses, body?: object): RouteRow {
  return { route, statuses, body };
}

function everyone(status: number): Statuses {
  return Object.fromEntries(callers.map((caller) => [caller, status])) as Statuses;
}

function signedIn(status: number): Statuses {
  return { ...everyone(status), anonymous: 401 };
}

function broadcasterOnly(status: number): Statuses {
  return { ...signedIn(403), broadcaster: status };
}

/**
 * Who may call what: every route of user-service and the status each role gets. The generated
 * test calls each route as each role; a route that is registered and not listed fails it.
 */
export const routeRoles: readonly RouteRow[] = [
  row('POST /api/v1/users', everyone(201), {
    email: 'new@example.com',
    password: 'plum teapot 9',
    displayName: 'Newcomer',
  }),
  row('GET /api/v1/users/me', signedIn(200)),
  row('PATCH /api/v1/users/me', signedIn(200), { displayName: 'Renamed' }),
  row('DELETE /api/v1/users/me', signedIn(204)),
  row('GET /api/v1/users/me/data', signedIn(200)),

  // A sign-in that fails is open to everyone: 401 says that the password is wrong.
  row('POST /api/v1/sessions', everyone(401), { email: 'no@example.com', password: 'wrong' }),
  row('POST /api/v1/sessions/guest', everyone(200), { displayName: 'Visitor' }),
  row('POST /api/v1/sessions/refresh', signedIn(200)),
  row('DELETE /api/v1/sessions', everyone(204)),
  row('DELETE /api/v1/sessions/all', signedIn(204)),
  row('GET /api/v1/sessions/oidc', everyone(200)),
  row('GET /api/v1/jwks.json', everyone(200)),

  row('GET /api/v1/streams', everyone(200)),
  row('GET /api/v1/streams/events', everyone(200)),
  row('POST /api/v1/streams', { ...signedIn(201), guest: 403 }, { title: 'Another show' }),
  row('GET /api/v1/streams/:id', everyone(200)),
  row('PATCH /api/v1/streams/:id', broadcasterOnly(200), { title: 'Late show' }),
  row('POST /api/v1/streams/:id/end', broadcasterOnly(200)),

  row('GET /api/v1/streams/:streamId/moderators', broadcasterOnly(200)),
  row('GET /api/v1/streams/:streamId/moderators/:userId', broadcasterOnly(200)),
  row('PUT /api/v1/streams/:streamId/moderators/:userId', broadcasterOnly(200)),
  row('DELETE /api/v1/streams/:streamId/moderators/:userId', broadcasterOnly(204)),
];

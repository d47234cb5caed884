/** Who calls, seen from one stream: nobody known, its moderator, the broadcaster of another, … */
export const callers = [
  'anonymous',
  'guest',
  'member',
  'banned',
  'moderator',
  'broadcaster',
  'otherBroadcaster',
] as const;
export type RouteCaller = (typeof callers)[number];
type Statuses = Readonly<Record<RouteCaller, number>>;

export interface RouteRow {
  /** Method and path as registered; `:id` stands for the stream, `:offset` for a message of it. */
  readonly route: string;
  readonly statuses: Statuses;
  /** Asked of a stream without messages: an import takes no other. */
  readonly ofEmptyStream?: boolean;
}

const everyone = (status: number): Statuses =>
  Object.fromEntries(callers.map((caller) => [caller, status])) as Statuses;
const refused: Statuses = { ...everyone(403), anonymous: 401 };
const broadcasterOnly: Statuses = { ...refused, broadcaster: 200 };
const moderatorsOnly: Statuses = { ...broadcasterOnly, moderator: 200 };
const publicRoute = (route: string): RouteRow => ({ route, statuses: everyone(200) });

/**
 * Who may call what: every route of chat-service and the status each role gets. The generated
 * test calls each route as each role; a route that is registered and not listed fails it.
 */
export const routeRoles: readonly RouteRow[] = [
  publicRoute('GET /chat/v1/asyncapi.json'),
  publicRoute('GET /chat/v1/streams/:id/messages'),
  publicRoute('GET /chat/v1/streams/:id/messages/:offset/context'),
  publicRoute('GET /chat/v1/streams/:id/search'),
  publicRoute('GET /chat/v1/streams/:id/analysis'),
  publicRoute('GET /chat/v1/streams/:id/analysis/timeline'),
  publicRoute('GET /chat/v1/streams/:id/labels'),
  publicRoute('GET /chat/v1/streams/:id/summaries'),
  publicRoute('GET /chat/v1/streams/:id/moments'),
  publicRoute('GET /chat/v1/streams/:id/questions'),
  publicRoute('GET /chat/v1/streams/:id/events'),

  { route: 'GET /chat/v1/streams/:id/audit', statuses: moderatorsOnly },
  {
    route: 'POST /chat/v1/streams/:id/import',
    statuses: broadcasterOnly,
    ofEmptyStream: true,
  },
];

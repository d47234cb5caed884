import type { ClientEventName } from '@livechat/contracts';

/** Everyone a socket may belong to, in one stream. */
export const actors = [
  'anonymous',
  'guest',
  'member',
  'author',
  'timedOut',
  'banned',
  'moderator',
  'broadcaster',
  'otherBroadcaster',
] as const;
export type Actor = (typeof actors)[number];

type Verdict = 'ok' | 'unauthenticated' | 'forbidden' | 'timed_out' | 'banned';
type Row = Readonly<Record<Actor, Verdict>>;

const all = (verdict: Verdict): Row =>
  Object.fromEntries(actors.map((actor) => [actor, verdict])) as Record<Actor, Verdict>;

const moderatorsOnly: Row = {
  ...all('forbidden'),
  anonymous: 'unauthenticated',
  moderator: 'ok',
  broadcaster: 'ok',
};

/** Who may do what over a socket. An event without a row does not compile, and a test walks every cell. */
export const socketRights: Readonly<Record<ClientEventName, Row>> = {
  'stream:join': all('ok'),
  'stream:leave': all('ok'),
  'auth:renew': { ...all('ok'), anonymous: 'forbidden' },
  'message:send': {
    ...all('ok'),
    anonymous: 'unauthenticated',
    timedOut: 'timed_out',
    banned: 'banned',
  },
  'message:remove': { ...moderatorsOnly, author: 'ok' },
  'message:restore': moderatorsOnly,
  'chatter:timeout': moderatorsOnly,
  'chatter:ban': moderatorsOnly,
  'chatter:pardon': moderatorsOnly,
  'stream:rules': moderatorsOnly,
  'message:pin': moderatorsOnly,
  'message:unpin': moderatorsOnly,
  'question:answer': moderatorsOnly,
  'question:dismiss': moderatorsOnly,
};

import { clientEventNames, type ClientEvent, type ClientEventName } from '@livechat/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  ChatService,
  done,
  message,
  type Client,
  type Person,
} from './chat-service.fixture.ts';
import { actors, socketRights, type Actor } from './socket-rights.fixture.ts';

let chat: ChatService;
let streamId: string;
const people = new Map<Actor, Person>();
const clients = new Map<Actor, Client>();

beforeAll(async () => {
  chat = await ChatService.start({ LIMIT_SENDS_PER_USER: 'off' });
  for (const actor of actors) {
    if (actor === 'anonymous') continue;
    people.set(actor, await chat.person(actor, actor === 'guest' ? 'guest' : 'member'));
  }
  const owner = people.get('broadcaster') as Person;
  await chat.stream(people.get('otherBroadcaster') as Person);
  streamId = await chat.stream(owner, {}, [people.get('moderator') as Person]);
  for (const actor of actors) {
    const client = chat.connect(people.get(actor));
    await done(client, 'stream:join', { streamId });
    clients.set(actor, client);
  }
  const boss = clients.get('broadcaster') as Client;
  const banned = people.get('banned') as Person;
  const timedOut = people.get('timedOut') as Person;
  await done(boss, 'chatter:ban', { streamId, userId: banned.id });
  await done(boss, 'chatter:timeout', { streamId, userId: timedOut.id, seconds: 600 });
});
afterAll(() => chat.stop());

/** A payload that is right in itself; the author's own message is what message events point at. */
async function payload(name: ClientEventName, actor: Actor): Promise<object> {
  const author = clients.get('author') as Client;
  const victim = await chat.person('Victim');
  const posted = () => done(author, 'message:send', message(streamId, `for ${name} ${actor}`));
  switch (name) {
    case 'stream:join':
    case 'stream:leave':
    case 'stream:rules':
      return { streamId };
    case 'auth:renew':
      return { token: people.get(actor)?.token ?? victim.token };
    case 'message:send':
      return message(streamId, `${actor} writes`);
    case 'message:remove':
    case 'message:restore':
    case 'message:pin':
    case 'message:unpin':
      return { streamId, offset: (await posted()).offset };
    case 'chatter:timeout':
      return { streamId, userId: victim.id, seconds: 1 };
    case 'chatter:ban':
    case 'chatter:pardon':
      return { streamId, userId: victim.id };
    case 'question:answer':
    case 'question:dismiss':
      return { streamId, id: 'q' };
  }
}

describe.each(clientEventNames)('%s', (name) => {
  test.each(actors)('from %s', async (actor) => {
    const client = clients.get(actor) as Client;
    const answer = await ask(
      client,
      name,
      (await payload(name, actor)) as ClientEvent<typeof name>,
    );
    expect(answer.ok ? 'ok' : answer.error.code).toBe(socketRights[name][actor]);
    if (name === 'stream:leave') await done(client, 'stream:join', { streamId });
  });
});

test('nobody acts on the broadcaster, and moderators not on each other', async () => {
  const mod = clients.get('moderator') as Client;
  for (const target of ['broadcaster', 'moderator'] as const) {
    const userId = (people.get(target) as Person).id;
    const answer = await ask(mod, 'chatter:ban', { streamId, userId });
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  }
});

import { ChatHistory, Fanout } from '@livechat/backends';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  ask,
  ChatService,
  done,
  heard,
  message,
  refusal,
  type Client,
  type Person,
} from './chat-service.fixture.ts';

let chat: ChatService;
let owner: Person;
let streamId: string;
let writer: Client;
beforeAll(async () => {
  chat = await ChatService.start({ LIMIT_SENDS_PER_USER: 'off' });
  owner = await chat.person('Olive');
});
beforeEach(async () => {
  streamId = await chat.stream(owner);
  writer = chat.connect(owner);
  await done(writer, 'stream:join', { streamId });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => chat.stop());

const replyTo = (offset: number) => ({
  streamId,
  id: randomUUID(),
  text: 'I agree',
  replyTo: offset,
});

/** As long as the test lasts no reader comes to know of what is appended. */
function readersBehind(): void {
  const recent = { last: -1, prev: null, entries: [] };
  vi.spyOn(chat.get(Fanout), 'recent').mockResolvedValue(recent);
  vi.spyOn(chat.get(ChatHistory), 'find').mockResolvedValue(undefined);
}

/** A message another replica appended. */
const elsewhere = (text: string) =>
  chat.log.append('raw-chats', streamId, {
    type: 'message.posted',
    ...message(streamId, text),
    author: { id: 'bob', displayName: 'Bob', kind: 'member', role: 'member' },
  });

test('a message can be answered as soon as it is acked, though no reader has it yet', async () => {
  const seen = heard(writer);
  readersBehind();
  const { offset } = await done(writer, 'message:send', message(streamId, 'Great stream'));
  await done(writer, 'message:send', replyTo(offset));
  await vi.waitFor(
    () =>
      expect(seen.at(-1)).toMatchObject({
        replyTo: { offset, author: 'Olive', text: 'Great stream' },
      }),
    10_000,
  );
});

test('a message is not answered once it is removed, though no reader has it yet', async () => {
  const { offset } = await done(writer, 'message:send', message(streamId, 'regretted'));
  await done(writer, 'message:remove', { streamId, offset });
  readersBehind();
  expect(await refusal(writer, 'message:send', replyTo(offset))).toBe('not_found');
});

test('an answer to what only another process knows yet is to be sent again a little later', async () => {
  let archive: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => (archive = resolve));
  const history = chat.get(ChatHistory);
  const write = history.write.bind(history);
  vi.spyOn(history, 'write').mockImplementation((rows) => isOpen.then(() => write(rows)));
  const announce = chat.get(Fanout).announce.bind(chat.get(Fanout));
  vi.spyOn(chat.get(Fanout), 'announce').mockImplementation((batch) =>
    isOpen.then(() => announce(batch)),
  );
  const { offset } = await elsewhere('Hello from afar');
  const reply = replyTo(offset);
  const refused = await ask(writer, 'message:send', reply);
  expect(refused).toMatchObject({ ok: false, error: { code: 'unavailable', retryAfterMs: 1_000 } });
  archive();
  await vi.waitFor(() => done(writer, 'message:send', reply), 5_000);
});

test('what stands nowhere in the log cannot be answered', async () => {
  expect(await refusal(writer, 'message:send', replyTo(1e9))).toBe('not_found');
});

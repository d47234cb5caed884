import type { EventPage } from '@livechat/contracts';
import { describe, expect, it, vi } from 'vitest';
import { messages } from '../chat/fake-server.fixture.ts';
import { labelsAfter, messagePage, readHole, type PageQuery } from './history.ts';

/** A log from 0 to a last offset, paged as the server does. */
const logUpTo = (last: number) =>
  vi.fn(async ({ after = -1, before = Infinity, limit = 50 }: PageQuery): Promise<EventPage> => {
    const to = Math.min(last, before - 1, after + limit);
    return { epoch: 1, items: to > after ? messages(after + 1, to) : [] };
  });

describe('reading a hole', () => {
  it('reads exactly what is missing, page by page', async () => {
    const page = logUpTo(9_999);
    const events = await readHole(page, { epoch: 1, after: 99, before: 600 });
    expect(events.map(({ offset }) => offset)).toEqual(messages(100, 599).map((e) => e.offset));
    expect(page).toHaveBeenCalledTimes(3);
  });

  it('may find nothing', async () => {
    expect(await readHole(logUpTo(9), { epoch: 1, after: 9, before: 20 })).toEqual([]);
  });

  it('gives up what is too big to be worth it', async () => {
    const hole = { epoch: 1, after: 0, before: 90_000 };
    await expect(readHole(logUpTo(99_999), hole)).rejects.toMatchObject({ code: 'too_large' });
  });
});

it('names the stream in the path as it must be', () => {
  expect(messagePage('a/b', { limit: 5 }).path).toBe('/chat/v1/streams/a%2Fb/messages');
  expect(labelsAfter('s1', 7)).toMatchObject({
    path: '/chat/v1/streams/s1/labels',
    query: { after: 7, limit: 200 },
  });
});

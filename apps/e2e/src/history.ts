import { eventPage, type EventPage, type LogEvent } from '@livechat/contracts';
import { call } from './people.ts';

/** Every event of a stream that the history holds, oldest first, read page by page from the newest. */
export async function wholeHistory(url: string, streamId: string): Promise<readonly LogEvent[]> {
  const base = `${url}/chat/v1/streams/${streamId}/messages?limit=200`;
  const pages: LogEvent[][] = [];
  let query: string | undefined = '';
  while (query !== undefined) {
    const page: EventPage = await call(`${base}${query}`, eventPage);
    pages.unshift(page.items);
    const { next } = page;
    const before = next?.before === undefined ? '' : `&before=${next.before}`;
    query = next && `&epoch=${next.epoch}${before}`;
  }
  return pages.flat();
}

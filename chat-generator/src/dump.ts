import type { LogEvent } from '@livechat/contracts';
import { patiently, type Api } from './api.ts';
import type { Ledger } from './ledger/entries.ts';
import { holdsWithin } from './pause.ts';
import { shown } from './stream-view.ts';
import { historyAfter, newestPage, preciseNow, type Viewer } from './viewer.ts';

const archiveLimitMs = 60_000;
const viewersLimitMs = 30_000;

/** The whole history of a stream into the ledger, once it holds `newest`; viewers leave when they have it all. */
export async function dumpStream(
  api: Api,
  streamId: string,
  newest: number,
  viewers: readonly Viewer[],
  ledger: Ledger,
): Promise<void> {
  let epoch = 0;
  await holdsWithin(archiveLimitMs, async () => {
    const page = await patiently(() => newestPage(api, streamId));
    epoch = page.epoch;
    return (page.items.at(-1)?.offset ?? -1) >= newest;
  });
  let head = -1;
  // What arrives while the history is read must stand on both sides.
  await holdsWithin(viewersLimitMs, async () => {
    for await (const event of historyAfter(api, streamId, { epoch, offset: head })) {
      ledger({ type: 'HISTORY', ...shown(event, epoch), ...moderation(event) });
      head = event.offset;
    }
    return viewers.every(({ view }) => view.isSettled && view.last?.offset === head);
  });
  const t = preciseNow();
  for (const { number, streamId: stream } of viewers) {
    ledger({ type: 'LEFT', viewer: number, stream, complete: true, t });
  }
}

/** What the checker must know of a moderation event. */
function moderation(event: LogEvent): { target?: number; subject?: string } {
  if (event.type === 'message.removed' || event.type === 'message.restored') {
    return { target: event.target.offset };
  }
  const silences = event.type === 'chatter.banned' || event.type === 'chatter.timed_out';
  return silences ? { subject: event.userId } : {};
}

/** Waits until every viewer has joined; false where one could not within the limit. */
export async function allJoined(viewers: readonly Viewer[], limitMs: number): Promise<boolean> {
  const joined = () => viewers.every(({ view }) => view.last !== undefined && view.isSettled);
  return holdsWithin(limitMs, joined);
}

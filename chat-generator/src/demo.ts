import { Api } from './api.ts';
import { Broadcaster } from './broadcaster.ts';
import { Crowd } from './crowd.ts';
import { scriptedPlan, shows } from './plan.ts';
import { preciseNow } from './viewer.ts';

export interface DemoOptions {
  readonly url: string;
  /** The account that owns the demo streams; registered where there is none. */
  readonly broadcaster: {
    readonly email: string;
    readonly password: string;
    readonly displayName: string;
  };
  readonly seed?: string;
  /** Messages a second over both streams (default: 3). */
  readonly rate?: number;
  /** In each stream (default: 24). */
  readonly chatters?: number;
  /** Ends demo streams that are live and begins new ones. */
  readonly reset?: boolean;
  /** Told once the streams are there. */
  readonly ready?: (streams: readonly { readonly id: string; readonly title: string }[]) => void;
}

/** A line that would be this late, as after the machine slept, is left out. */
const patienceMs = 5_000;
const burst = 5.5;

/**
 * Two demo streams, one of an English game evening and one of a Korean talk, chatted in until the
 * signal is aborted. Streams of an earlier start go on. Throws AppError where the service refuses.
 */
export async function runDemo(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const api = new Api(options.url);
  const broadcaster = await Broadcaster.registered(api, options.broadcaster);
  const streams: { id: string; title: string }[] = [];
  for (const { title } of shows) {
    streams.push({ title, id: await demoStream(broadcaster, title, options.reset === true) });
  }
  options.ready?.(streams);
  const crowds = shows.map((show, number) => {
    const plan = scriptedPlan(show, settingsOf(options), number);
    const ledger = () => undefined;
    const crowd = { api, signal, ledger, firstSender: 0, patienceMs };
    return new Crowd(streams[number]!.id, plan, crowd);
  });
  try {
    await Promise.all(crowds.map((crowd) => crowd.gather()));
    const start = preciseNow();
    await Promise.all(crowds.map((crowd) => crowd.perform(start)));
  } finally {
    for (const crowd of crowds) crowd.leave();
  }
}

const settingsOf = ({ seed = `${Date.now()}`, rate = 3, chatters = 24 }: DemoOptions) => ({
  streams: shows.length,
  chatters: chatters * shows.length,
  rate,
  seed,
  burst,
});

async function demoStream(
  broadcaster: Broadcaster,
  title: string,
  reset: boolean,
): Promise<string> {
  const live = await broadcaster.live(title);
  if (reset) for (const { id } of live) await broadcaster.end(id);
  const [known] = live;
  return known !== undefined && !reset ? known.id : (await broadcaster.create(title)).id;
}

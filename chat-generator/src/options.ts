import { parseArgs } from 'node:util';
import type { GeneratorOptions } from './generator.ts';

/** A command line that cannot be followed; its message is one readable line. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export const generateHelp = `Chats in live streams as people do, watches them, and checks that nothing is lost, doubled or swapped.

  npm run generate -- [options]

  --url U          address of the service (default: http://localhost:3000)
  --streams N      streams to open (default: 1)
  --chatters N     chatters over all streams (default: 20); in a replay at most so many a stream (default: 250)
  --rate R         messages a second over all streams (default: 5)
  --viewers N      viewers in each stream who check what they see (default: 2)
  --minutes M      how long to chat (default: 1; in a replay: to its end)
  --seed S         the same seed gives the same chatters and lines (default: 1)
  --burst F        height of bursts over the ordinary rate
                   (default: 5.5, or 1 where chatters would have to write more than 1 a second each)
  --replay FILE    a chat log instead of the script, one stream each; may be given several times
  --speed X        replay X times faster (default: 1), or "max": as fast as it goes
  --ledger FILE    write the ledger there; run, number and CRC then stand in the texts
  --check FILE     only judge a ledger written before
  --email E --password P
                   the account that owns the streams (default: a new one)
  --remote         the service is not on this machine, and its operator agrees
  --help           this text

One user may send 1 message a second (5 at once) unless LIMIT_SENDS_PER_USER says otherwise: plan
--chatters to be at least --rate, or raise the limit where the service runs. Refusals are reported.
Exit code: 0 all is well, 1 something was lost, doubled, swapped or changed, 2 the run was not possible.
`;

export type GenerateCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'check'; readonly path: string }
  | { readonly kind: 'run'; readonly options: GeneratorOptions };

/** Reads the command line; throws UsageError for what it does not know or cannot be. */
export function readGenerateOptions(args: readonly string[]): GenerateCommand {
  const values = parsed(args);
  if (values.help === true) return { kind: 'help' };
  if (values.check !== undefined) return { kind: 'check', path: values.check };
  const { replay, ledger, minutes = replay ? undefined : '1' } = values;
  const load = loadOf(values, replay !== undefined);
  return {
    kind: 'run',
    options: {
      ...load,
      url: serviceUrl(values.url, values.remote),
      seed: values.seed ?? '1',
      viewers: whole('viewers', values.viewers ?? '2'),
      minutes: minutes === undefined ? undefined : number('minutes', minutes),
      burst: values.burst === undefined ? defaultBurst(load) : burst(values.burst),
      replay,
      speed: speed(values.speed),
      ledger,
      broadcaster: credentials(values.email, values.password),
    },
  };
}

/** A replay has a stream for each file, and its chatters are those of the file. */
function loadOf(values: ReturnType<typeof parsed>, isReplay: boolean) {
  const streams = whole('streams', values.streams ?? '1');
  const chatters = whole('chatters', values.chatters ?? (isReplay ? '250' : '20'));
  if (!isReplay && chatters < streams) {
    throw new UsageError('--chatters must be at least --streams, so that each stream has one');
  }
  return { streams, chatters, rate: number('rate', values.rate ?? '5') };
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: text,
        streams: text,
        chatters: text,
        rate: text,
        viewers: text,
        minutes: text,
        seed: text,
        burst: text,
        replay: { type: 'string', multiple: true },
        speed: text,
        ledger: text,
        check: text,
        email: text,
        password: text,
        remote: flag,
        help: flag,
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
}

/** What node says of a wrong option, without its advice for programmers. */
export function firstSentence(error: unknown): string {
  const reason = error instanceof Error ? error.message.split(/\.\s/)[0]! : String(error);
  return `${reason}; --help names the options`;
}

/** An address of this machine, unless told that another is meant. */
export function serviceUrl(url = 'http://localhost:3000', remote = false): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`--url ${url} is no address such as http://localhost:3000`);
  }
  const { hostname, origin } = new URL(url);
  const isLocal = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (!isLocal && !remote) {
    throw new UsageError(`${hostname} is not this machine; say --remote if that is meant`);
  }
  return origin;
}

function number(name: string, value: string): number {
  const parsedValue = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && parsedValue > 0) return parsedValue;
  throw new UsageError(`--${name} must be a number above 0; it is ${value}`);
}

function whole(name: string, value: string): number {
  const parsedValue = number(name, value);
  if (Number.isInteger(parsedValue) && parsedValue <= 100_000) return parsedValue;
  throw new UsageError(`--${name} must be a whole number up to 100000; it is ${value}`);
}

function burst(value: string): number {
  const factor = number('burst', value);
  if (factor >= 1) return factor;
  throw new UsageError(`--burst must be 1 or more; it is ${value}`);
}

const speed = (value: string | undefined): number | 'max' | undefined =>
  value === undefined || value === 'max' ? value : number('speed', value);

/** Nobody writes so much for long; at such a load the rate itself is what is tested. */
const defaultBurst = ({ rate, chatters }: { rate: number; chatters: number }) =>
  rate / chatters > 1 ? 1 : 5.5;

export function credentials(email: string | undefined, password: string | undefined) {
  if (email === undefined && password === undefined) return undefined;
  if (email !== undefined && password !== undefined) return { email, password };
  throw new UsageError('--email and --password belong together');
}

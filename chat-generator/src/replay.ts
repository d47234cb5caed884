import { basename } from 'node:path';
import { clean } from './clean.ts';
import { ChatLog } from './formats/chat-log.ts';
import type { Draft } from './formats/format.ts';
import type { PlannedLine, StreamPlan } from './plan.ts';

export interface ReplayOptions {
  readonly path: string;
  /** How many times faster than it was; `max`: as fast as it goes. */
  readonly speed: number | 'max';
  /** So many of its authors get a chatter of their own; the rest share these. */
  readonly chatters: number;
  /** Ends it after this time. */
  readonly seconds?: number | undefined;
}

type Message = Extract<Draft, { kind: 'message' }>;
const longestName = 32;

/** A log as a plan: its messages with their gaps, each author a chatter. Throws where it is no log. */
export async function replayPlan(options: ReplayOptions): Promise<StreamPlan> {
  const log = await ChatLog.open(options.path, { end: Date.now() });
  const pool = new Pool(options.chatters);
  for await (const { author } of messages(log)) pool.of(author.id, author.name);
  return {
    title: `Replay of ${basename(options.path)}`,
    names: pool.names,
    lines: linesOf(log, pool, options),
    unpaced: options.speed === 'max',
  };
}

async function* messages(log: ChatLog): AsyncGenerator<Message, void, undefined> {
  for await (const { draft } of log.drafts(log.emptyReport())) {
    if (draft.kind === 'message') yield draft;
  }
}

async function* linesOf(
  log: ChatLog,
  pool: Pool,
  { speed, seconds }: ReplayOptions,
): AsyncGenerator<PlannedLine, void, undefined> {
  let first: number | undefined;
  for await (const { at, author, text: written } of messages(log)) {
    first ??= at;
    const due = speed === 'max' ? 0 : Math.round((at - first) / speed);
    if (seconds !== undefined && due > seconds * 1_000) return;
    const text = clean(written);
    if (text === '') continue;
    yield { at: due, chatter: pool.of(author.id, author.name), text, answers: false };
  }
}

/** Authors and the chatters who speak for them. */
class Pool {
  readonly names: string[] = [];
  readonly #own = new Map<string, number>();

  constructor(private readonly most: number) {}

  of(id: string, name: string): number {
    const known = this.#own.get(id);
    if (known !== undefined) return known;
    if (this.names.length >= this.most) return shared(id, this.most);
    const number = this.names.push([...clean(name)].slice(0, longestName).join('')) - 1;
    this.#own.set(id, number);
    return number;
  }
}

function shared(id: string, most: number): number {
  let sum = 0;
  for (const char of id) sum = (Math.imul(sum, 31) + char.codePointAt(0)!) >>> 0;
  return sum % most;
}

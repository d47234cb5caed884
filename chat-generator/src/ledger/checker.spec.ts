import type {
  Answer,
  ClientEvent,
  ErrorCode,
  Joined,
  LogEvent,
  Position,
} from '@livechat/contracts';
import { defaultRules } from '@livechat/contracts';
import { describe, expect, it } from 'vitest';
import { Chatter } from '../chatter.ts';
import { between, chance, pick, seeded, type Random } from '../random.ts';
import { shown, StreamView } from '../stream-view.ts';
import { check, type Verdict } from './checker.ts';
import type { LedgerEntry } from './entries.ts';
import type { Rule } from './rules.ts';

/** Faults planted in the simulated server, and the rule that must notice each. */
const bugs = {
  'loses one stored message in a hundred': 'L1',
  'acks without storing': 'L1',
  'acks with the place of another message': 'L1',
  'shows a message that is not in the log': 'L2',
  'stores what it refused': 'L2',
  'stores a resent message twice': 'L3',
  'skips the first event after a reconnect': 'L4',
  'loses a frame and hides the gap': 'L4',
  'publishes a frame twice': 'L5',
  'publishes a resent message twice': 'L5',
  'swaps two messages of a sender': 'L6',
  'sends one viewer two frames in the wrong order': 'L6',
  'gives one viewer another order': 'L6',
  'believes the sender a client names': 'L11',
  'cuts a text inside a character': 'L12',
} as const satisfies Record<string, Rule>;
type Bug = keyof typeof bugs;

const stream = 'stream-1';
const texts = [
  'gg',
  '와 대박',
  'what a save 🎉',
  'ㅋㅋㅋㅋ',
  'so close',
  '한 입만!! 😭',
  'LETS GO',
];

/** Runs work in an order drawn at random, as a network and a busy server would. */
class Turns {
  readonly #tasks: (() => void)[] = [];
  now = 1_000;

  constructor(private readonly random: Random) {}

  pause = (): Promise<void> => new Promise((resolve) => this.#tasks.push(resolve));

  async runUntil(done: () => boolean): Promise<void> {
    for (let turns = 0; !done(); turns += 1) {
      if (turns > 200_000) throw new Error('The simulation does not come to its end');
      this.now += 1;
      const index = Math.floor(this.random() * this.#tasks.length);
      this.#tasks.splice(index, 1)[0]?.();
      // Lets the promises that hang on it run.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

interface Audience {
  readonly view: StreamView;
  frames: LogEvent[];
  open: boolean;
}

/** A chat service of one stream in memory: log, history and sockets, with faults on demand. */
class SimulatedServer {
  readonly log: LogEvent[] = [];
  readonly audiences: Audience[] = [];
  readonly #stored = new Map<string, number>();
  readonly #held: ClientEvent<'message:send'>[] = [];
  #offset = 0;

  constructor(
    private readonly turns: Turns,
    private readonly random: Random,
    private readonly bug: Bug | undefined,
  ) {}

  async send(sender: number, message: ClientEvent<'message:send'>): Promise<Reply> {
    await this.turns.pause();
    const known = this.#stored.get(message.id);
    if (known !== undefined) return this.#again(sender, message, known);
    if (chance(this.random, 0.05)) {
      if (this.#has('stores what it refused', 1)) this.#append(sender, message);
      return refusal(pick(this.random, ['rate_limited', 'blocked_words']));
    }
    if (chance(this.random, 0.03)) return undefined;
    const answer = this.#accept(sender, message);
    await this.turns.pause();
    return chance(this.random, 0.05) ? undefined : answer;
  }

  async join(audience: () => Audience, last: Position | undefined): Promise<Joined | undefined> {
    await this.turns.pause();
    if (chance(this.random, 0.1)) return undefined;
    const known = last !== undefined;
    const after = this.log.filter(({ offset }) => offset > (last?.offset ?? -1));
    const skips = known && this.#has('skips the first event after a reconnect', 1);
    const events = known ? after.slice(skips ? 1 : 0, 8) : after.slice(-20);
    const more = known && after.length > 8;
    Object.assign(audience(), { open: !more, frames: [] });
    const head = this.log.at(-1)?.offset ?? -1;
    return { ...joinedBase, head, events, recovered: known, more };
  }

  async after(offset: number): Promise<readonly LogEvent[]> {
    await this.turns.pause();
    if (chance(this.random, 0.1)) throw new Error('The history is away');
    return this.log.filter((event) => event.offset > offset).slice(0, 5);
  }

  /** Hands one waiting frame to somebody, or breaks a connection. */
  step(): void {
    const audience = pick(this.random, this.audiences);
    if (chance(this.random, 0.01)) {
      audience.open = false;
      audience.frames = [];
      void audience.view.enter();
    }
    const frame = audience.frames.shift();
    if (frame !== undefined) audience.view.receive(frame);
  }

  get isQuiet(): boolean {
    return this.audiences.every(({ frames, view }) => frames.length === 0 && view.isSettled);
  }

  #has(bug: Bug, probability: number): boolean {
    return this.bug === bug && chance(this.random, probability);
  }

  #again(sender: number, message: ClientEvent<'message:send'>, offset: number): Reply {
    if (this.#has('stores a resent message twice', 1)) return this.#append(sender, message);
    if (this.#has('publishes a resent message twice', 1)) {
      const event = this.log.find(({ id }) => id === message.id)!;
      this.#publish({ ...event, offset: this.#place(), prev: this.log.at(-1)!.offset });
    }
    // The door remembers the message, or it is appended once more as a void copy.
    return ack(message.id, chance(this.random, 0.5) ? offset : this.#place());
  }

  #accept(sender: number, message: ClientEvent<'message:send'>): Reply {
    if (this.#has('acks without storing', 0.02)) return ack(message.id, this.#place());
    if (this.#has('swaps two messages of a sender', 0.1) && this.#held.length === 0) {
      this.#held.push(message);
      return ack(message.id, this.#place());
    }
    const answer = this.#append(sender, message);
    const held = sender === 0 ? this.#held.pop() : undefined;
    if (held !== undefined) this.#append(0, held);
    if (this.#has('acks with the place of another message', 0.02)) return ack(message.id, 1);
    return answer;
  }

  #append(sender: number, { id, text: whole }: ClientEvent<'message:send'>): Reply {
    const user = this.#has('believes the sender a client names', 0.02)
      ? 'user-0'
      : `user-${sender}`;
    const cuts = this.#has('cuts a text inside a character', 0.3);
    const text = cuts ? Buffer.from(whole).subarray(0, 8).toString() : whole;
    const event = posted(id, this.#place(), this.log.at(-1)?.offset ?? -1, user, text);
    this.#stored.set(id, event.offset);
    if (!this.#has('loses one stored message in a hundred', 0.01)) this.log.push(event);
    this.#publish(event);
    if (this.#has('shows a message that is not in the log', 0.02)) {
      this.#publish(posted(crypto.randomUUID(), this.#place(), event.offset, user, 'boo'));
    }
    return ack(id, event.offset);
  }

  #place(): number {
    this.#offset += between(this.random, 1, 3);
    return this.#offset;
  }

  #publish(event: LogEvent): void {
    for (const [number, audience] of this.audiences.entries()) {
      if (!audience.open || chance(this.random, 0.01)) continue;
      audience.frames.push(event);
      if (this.#has('publishes a frame twice', 0.02)) audience.frames.push(event);
      if (number === 0) this.#mistreat(audience);
    }
  }

  /** Faults that meet one viewer only. */
  #mistreat({ frames }: Audience): void {
    const [second, first] = [frames.at(-1), frames.at(-2)];
    if (first === undefined || second === undefined) return;
    if (this.#has('loses a frame and hides the gap', 0.1)) {
      frames.splice(-2, 2, { ...second, prev: first.prev });
    }
    if (this.#has('sends one viewer two frames in the wrong order', 0.1)) {
      frames.splice(-2, 2, second, first);
    }
    if (this.#has('gives one viewer another order', 0.1)) {
      const swap = (event: LogEvent, { offset, prev }: LogEvent) => ({ ...event, offset, prev });
      frames.splice(-2, 2, swap(second, first), swap(first, second));
    }
  }
}

type Reply = Answer<'message:send'> | undefined;
const refusal = (code: ErrorCode): Reply => ({ ok: false, error: { code, message: 'No' } });
const ack = (id: string, offset: number): Reply => ({ ok: true, id, epoch: 0, offset, at: 0 });
const joinedBase = {
  ok: true,
  epoch: 0,
  analysis: null,
  summary: null,
  viewers: 1,
  rules: defaultRules,
  you: { role: 'anonymous', mayChat: false },
} as const;

const posted = (
  id: string,
  offset: number,
  prev: number,
  user: string,
  text: string,
): LogEvent => ({
  type: 'message.posted',
  streamId: stream,
  id,
  offset,
  prev,
  at: 0,
  author: { id: user, displayName: user, kind: 'guest', role: 'guest' },
  text,
});

/** A whole run of real chatters and viewers against the simulated server, and its verdict. */
async function simulated(seed: number, bug?: Bug): Promise<Verdict> {
  const random = seeded(seed);
  const turns = new Turns(random);
  const server = new SimulatedServer(turns, random, bug);
  const entries: LedgerEntry[] = [
    { type: 'RUN', run: 'sim', t: turns.now, stamps: true },
    { type: 'STREAM', stream, own: true },
  ];
  const ledger = (entry: LedgerEntry) => void entries.push(entry);
  const timing = { pause: turns.pause, now: () => turns.now, stopped: () => false };
  const chatters = [0, 1, 2, 3].map((sender) => {
    ledger({ type: 'SENDER', sender, user: `user-${sender}` });
    const door = {
      ready: () => turns.pause(),
      send: (message: ClientEvent<'message:send'>) => server.send(sender, message),
    };
    return new Chatter(door, ledger, { sender, streamId: stream, stamp: 'sim', ...timing });
  });
  for (const viewer of [0, 1, 2]) {
    const source = {
      join: (last: Position | undefined) => server.join(() => server.audiences[viewer]!, last),
      after: (_epoch: number, offset: number) => server.after(offset),
    };
    const view = new StreamView(source, ledger, { viewer, stream, ...timing });
    server.audiences.push({ view, frames: [], open: false });
    void view.enter();
  }
  for (let n = 0; n < 120; n += 1) {
    pick(random, chatters).offer({ text: pick(random, texts), due: turns.now });
  }
  const sending = Promise.all(chatters.map((chatter) => chatter.idle()));
  let sent = false;
  void sending.then(() => (sent = true));
  await turns.runUntil(() => {
    server.step();
    return sent && server.isQuiet && server.audiences.every(({ open }) => open);
  });
  await caughtUp(server, turns);
  for (const event of server.log) ledger({ type: 'HISTORY', ...shown(event, 0) });
  for (const viewer of [0, 1, 2]) {
    ledger({ type: 'LEFT', viewer, stream, complete: true, t: turns.now });
  }
  return check(entries);
}

/** A frame lost at the very end shows only with the next event; a last join stands for it. */
async function caughtUp(server: SimulatedServer, turns: Turns): Promise<void> {
  for (const { view } of server.audiences) void view.enter();
  await turns.runUntil(
    () => server.isQuiet && server.audiences.every(({ open, view }) => open && view.isSettled),
  );
}

describe('the ledger checker', () => {
  it.each(Array.from({ length: 50 }, (_, seed) => seed))(
    'has nothing against an honest server with lost answers, refusals and reconnects (run %i)',
    async (seed) => {
      const verdict = await simulated(seed);
      expect(verdict.examples).toEqual([]);
      expect(verdict.passed).toBe(true);
      expect(verdict.counts.stored).toBeGreaterThan(100);
      expect(verdict.counts.seen).toBeGreaterThan(200);
    },
  );

  it.each(Object.entries(bugs))('catches a server that %s, by rule %s', async (bug, rule) => {
    const caught: Rule[][] = [];
    for (let seed = 100; seed < 105; seed += 1) {
      const verdict = await simulated(seed, bug as Bug);
      const broken = Object.entries(verdict.broken).filter(([, count]) => count > 0);
      caught.push(broken.map(([name]) => name as Rule));
      expect(verdict.passed).toBe(broken.length === 0);
    }
    // A fault of small probability may not happen in every run.
    const happened = caught.filter((broken) => broken.length > 0);
    expect(happened.length).toBeGreaterThanOrEqual(3);
    for (const broken of happened) expect(broken).toContain(rule);
  });

  it('keeps the first 20 breaches with what is known of the message', async () => {
    const { examples, broken } = await simulated(100, 'cuts a text inside a character');
    expect(broken.L12).toBeGreaterThan(20);
    expect(examples).toHaveLength(20);
    expect(examples[0]).toMatch(/^L12 stream stream-1 sender \d+ seq \d+ \(.+\): due \+0\.\d+ s/);
  });
});

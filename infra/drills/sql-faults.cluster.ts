import { AppError, defaultRules, type RawChat } from '@livechat/contracts';
import {
  type EventLog,
  type Fanout,
  migrateSql,
  ModeratorRow,
  openMysqlDatabase,
  pendingOutbox,
  putOutbox,
  StreamRow,
  verifyAudit,
  appendAudit,
  withOutboxLock,
  type Database,
} from '@livechat/backends';
import { readSettings, Shutdown, silentLogger, StartError } from '@livechat/runtime';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutboxForwarder } from '../../libs/chat/src/outbox-forwarder.ts';
import { FaultProxy } from '../native/fault-proxy.ts';
import { freePorts } from '../native/free-port.ts';
import { MariaDbServer } from '../native/mariadb.ts';

/** A server that is away is told of within 2 s; what the machine needs beside it is not counted. */
const tellMs = 2_300;
const logger = silentLogger();
let server: MariaDbServer;
let count = 0;

beforeAll(async () => {
  server = await MariaDbServer.start();
});
afterAll(() => server.stop());

const newUrl = () => server.url(`drill_${++count}`);
const through = (url: string, proxy: FaultProxy) => {
  const address = new URL(url);
  address.port = `${proxy.port}`;
  return address.href;
};
const open = (url: string) => openMysqlDatabase({ url, logger });
const moderator = (userId: string) => ({ streamId: 's', userId, addedBy: 'o', addedAt: 1 });
const works = (database: Database) => () => database.run((m) => m.query('SELECT 1'));

/** What became of each row that writers put in one after another, several writers at once. */
class Writers {
  readonly acked: string[] = [];
  readonly refused: string[] = [];
  readonly unsure: string[] = [];
  readonly strange: unknown[] = [];
  slowestMs = 0;
  private running = true;
  private readonly done: Promise<unknown>;

  constructor(databases: readonly Database[], each = 4) {
    const writers = databases.flatMap((database, d) =>
      Array.from({ length: each }, (_, w) => this.write(database, `${d}-${w}`)),
    );
    this.done = Promise.all(writers);
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.done;
  }

  private async write(database: Database, name: string): Promise<void> {
    for (let n = 0; this.running; n += 1) {
      const userId = `${name}-${n}`;
      const from = performance.now();
      try {
        await database.run(async (manager) => {
          await manager.insert(ModeratorRow, moderator(userId));
          await appendAudit(manager, { actorId: name, action: 'drill', target: userId });
        });
        this.acked.push(userId);
      } catch (error) {
        this.sort(userId, error);
        await after(20);
      }
      this.slowestMs = Math.max(this.slowestMs, performance.now() - from);
    }
  }

  private sort(userId: string, error: unknown): void {
    const code = error instanceof AppError ? error.code : undefined;
    if (code === 'unavailable') this.refused.push(userId);
    else if (code === 'internal') this.unsure.push(userId);
    else this.strange.push(error);
  }
}

/** What was acked is there, what was refused is not, and nobody waited longer than told. */
async function expectTruth(writers: Writers, database: Database): Promise<void> {
  const rows = await database.run((m) => m.find(ModeratorRow));
  const stored = new Set(rows.map(({ userId }) => userId));
  expect(writers.strange).toEqual([]);
  expect(writers.acked.filter((id) => !stored.has(id))).toEqual([]);
  expect(writers.refused.filter((id) => stored.has(id))).toEqual([]);
  expect(writers.slowestMs).toBeLessThan(tellMs);
  const expected = writers.acked.length + writers.unsure.filter((id) => stored.has(id)).length;
  expect(await verifyAudit(database)).toEqual({ rows: expected });
}

describe('accounts on a server', () => {
  let databases: readonly Database[];
  beforeEach(async () => {
    const url = newUrl();
    await migrateSql({ sqlUrl: url }, logger);
    databases = await Promise.all([open(url), open(url)]);
  });
  afterEach(async () => {
    await Promise.all(databases.map((database) => database.close()));
  });
  const [first] = [() => databases[0] as Database];

  it('that is killed three times lose nothing that was acked, and heal by themselves', async () => {
    const writers = new Writers(databases);
    for (let round = 1; round <= 3; round += 1) {
      await vi.waitFor(() => expect(writers.acked.length).toBeGreaterThan(100 * round), 20_000);
      await server.node.kill();
      const refused = writers.refused.length;
      await vi.waitFor(() => expect(writers.refused.length).toBeGreaterThan(refused), 5_000);
      await server.node.start();
      const from = performance.now();
      await vi.waitFor(works(first()), { timeout: 5_000, interval: 10 });
      expect(performance.now() - from).toBeLessThan(2_000);
    }
    const before = writers.acked.length;
    await vi.waitFor(() => expect(writers.acked.length).toBeGreaterThan(before + 50), 10_000);
    await writers.stop();
    await expectTruth(writers, first());
  });

  it('that freezes answer unavailable in time, and go on when it thaws', async () => {
    const writers = new Writers(databases);
    await vi.waitFor(() => expect(writers.acked.length).toBeGreaterThan(50), 20_000);
    server.node.freeze();
    const refused = () => writers.refused.length + writers.unsure.length;
    await vi.waitFor(() => expect(refused()).toBeGreaterThan(16), 20_000);
    server.node.thaw();
    const before = writers.acked.length;
    await vi.waitFor(() => expect(writers.acked.length).toBeGreaterThan(before + 50), 10_000);
    await writers.stop();
    await expectTruth(writers, first());
  });

  it('that is away hold no endless queue: what waits is refused in time', async () => {
    server.node.freeze();
    const from = performance.now();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5_000 }, () => first().run((m) => m.query('SELECT 1'))),
    );
    const elapsed = performance.now() - from;
    server.node.thaw();
    const codes = outcomes.map((o) => o.status === 'rejected' && (o.reason as AppError).code);
    expect(new Set(codes)).toEqual(new Set(['unavailable']));
    expect(elapsed).toBeLessThan(tellMs);
    await vi.waitFor(works(first()), 5_000);
  });
});

describe('accounts behind a line that fails', () => {
  let proxy: FaultProxy;
  let url: string;
  let direct: Database;
  let far: Database;
  beforeEach(async () => {
    proxy = await FaultProxy.start();
    proxy.passTo(server.port);
    url = newUrl();
    await migrateSql({ sqlUrl: url }, logger);
    direct = await open(url);
    far = await open(through(url, proxy));
  });
  afterEach(async () => {
    await Promise.all([direct.close(), far.close()]);
    await proxy.stop();
  });

  it.each(['cut', 'swallow'] as const)(
    'answers %s: only what is certain is told',
    async (fault) => {
      const writers = new Writers([far]);
      for (let round = 1; round <= 5; round += 1) {
        const before = writers.acked.length;
        await vi.waitFor(() => expect(writers.acked.length).toBeGreaterThan(before + 20), 10_000);
        const told = () => writers.refused.length + writers.unsure.length;
        const from = told();
        proxy.answers = fault;
        await vi.waitFor(() => expect(told()).toBeGreaterThan(from), 10_000);
        proxy.answers = 'pass';
      }
      const before = writers.acked.length;
      await vi.waitFor(() => expect(writers.acked.length).toBeGreaterThan(before + 20), 10_000);
      await writers.stop();
      expect(proxy.lost).toBeGreaterThan(0);
      await expectTruth(writers, direct);
    },
  );

  it.each(['cut', 'swallow'] as const)(
    'tell nothing certain where the answer to the commit is lost (%s)',
    async (fault) => {
      const writing = far.run(async (manager) => {
        await manager.insert(ModeratorRow, moderator('in doubt'));
        proxy.answers = fault;
      });
      await expect(writing).rejects.toMatchObject({ code: 'internal' });
      proxy.answers = 'pass';
      const stored = () => direct.run((m) => m.countBy(ModeratorRow, { userId: 'in doubt' }));
      expect(await stored()).toBe(1);
    },
  );

  it('do their work again, once and for all, where the line broke before the commit', async () => {
    let attempts = 0;
    await far.run(async (manager) => {
      attempts += 1;
      if (attempts === 1) proxy.answers = 'cut';
      try {
        await manager.insert(ModeratorRow, moderator(`attempt ${attempts}`));
      } finally {
        proxy.answers = 'pass';
      }
    });
    const rows = await direct.run((m) => m.find(ModeratorRow));
    expect(rows.map(({ userId }) => userId)).toEqual(['attempt 2']);
  });

  it('do not notice connections that broke while idle', async () => {
    await Promise.all([1, 2, 3].map(works(far)));
    proxy.answers = 'cut';
    await far.run((m) => m.query('SELECT 1')).catch(() => undefined);
    proxy.answers = 'pass';
    await Promise.all(Array.from({ length: 8 }, works(far)));
  });

  it('free the outbox at once when its holder dies, who is told', async () => {
    const held = holding(far);
    await held.begun;
    expect(await withOutboxLock(direct, () => Promise.resolve('mine'))).toBeUndefined();
    await proxy.stop();
    const taken = () => withOutboxLock(direct, () => Promise.resolve('mine'));
    await vi.waitFor(async () => expect(await taken()).toBe('mine'), { timeout: 2_000 });
    expect(await held.ask()).toBe(false);
    await held.end();
  });

  it('free the outbox within seconds when its holder falls silent, who is told when he is back', async () => {
    const held = holding(far);
    await held.begun;
    expect(await held.ask()).toBe(true);
    proxy.passTo(0);
    proxy.answers = 'swallow';
    const taken = () => withOutboxLock(direct, () => Promise.resolve('mine'));
    await vi.waitFor(async () => expect(await taken()).toBe('mine'), { timeout: 20_000 });
    proxy.passTo(server.port);
    proxy.answers = 'pass';
    expect(await held.ask()).toBe(false);
    await held.end();
  });

  it('free the outbox within seconds when its holder freezes, who is told when he thaws', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const held = holding(far);
    await held.begun;
    vi.useRealTimers();
    const from = performance.now();
    const taken = () => withOutboxLock(direct, () => Promise.resolve('mine'));
    await vi.waitFor(async () => expect(await taken()).toBe('mine'), { timeout: 20_000 });
    expect(performance.now() - from).toBeGreaterThan(5_000);
    expect(await held.ask()).toBe(false);
    await held.end();
  });

  it('keep the outbox for its holder however long he works', async () => {
    const held = holding(far);
    await held.begun;
    const until = performance.now() + 13_000;
    while (performance.now() < until) {
      expect(await withOutboxLock(direct, () => Promise.resolve('mine'))).toBeUndefined();
      await after(500);
    }
    expect(await held.ask()).toBe(true);
    await held.end();
    expect(await withOutboxLock(direct, () => Promise.resolve('mine'))).toBe('mine');
  });
});

/** Holds the outbox until `end`. */
function holding(database: Database) {
  let release: () => void = () => undefined;
  let ask: () => Promise<boolean> = () => Promise.resolve(false);
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const work = withOutboxLock(database, async (stillHeld) => {
    ask = stillHeld;
    begin();
    await new Promise<void>((resolve) => (release = resolve));
  });
  const end = async () => {
    release();
    await work;
  };
  return { begun, ask: () => ask(), end };
}

/** The forwarder of one replica, into a log that takes its time; its last act is to be stopped. */
async function forwarder(database: Database, appended: RawChat[]): Promise<() => Promise<unknown>> {
  const append = async (_topic: string, _key: string, event: RawChat) => {
    await after(1);
    return { offset: appended.push(event) - 1, at: 0 };
  };
  const log = { append } as unknown as EventLog;
  const fanout = { onSignal: () => Promise.resolve(() => undefined) } as unknown as Fanout;
  const shutdown = new Shutdown(logger, 10_000);
  const made = new OutboxForwarder(database, log, fanout, logger, shutdown, readSettings({}));
  await made.onApplicationBootstrap();
  const nudges = setInterval(() => void made.forward(), 3);
  return () => {
    clearInterval(nudges);
    return shutdown.run();
  };
}

describe('forwarders of two replicas', () => {
  const streamRow = (id: string) => ({
    id,
    ownerId: 'o',
    title: id,
    titleFold: id,
    status: 'live' as const,
    startedAt: 1,
    rules: defaultRules,
    version: 0,
    forImports: false,
  });

  it('bring every row into the log, each stream’s in order, none twice while the server lives', async () => {
    const url = newUrl();
    await migrateSql({ sqlUrl: url }, logger);
    const databases = await Promise.all([open(url), open(url)]);
    const [one, other] = databases;
    const streams = ['a', 'b', 'c'];
    await one.run((m) => m.insert(StreamRow, streams.map(streamRow)));
    const log: RawChat[] = [];
    const stops = await Promise.all(databases.map((database) => forwarder(database, log)));
    for (let n = 0; n < 150; n += 1) {
      const streamId = streams[n % 3] as string;
      const event = { type: 'chatter.pardoned' as const, streamId, userId: `${n}`, by: 'o' };
      await (n % 2 ? one : other).run((m) => putOutbox(m, event));
    }
    await vi.waitFor(() => expect(log.length).toBeGreaterThanOrEqual(150), 20_000);
    await Promise.all(stops.map((stop) => stop()));
    expect(await one.run((m) => pendingOutbox(m))).toEqual([]);
    for (const id of streams) {
      const users = log.filter((e) => e.streamId === id).map((e) => 'userId' in e && e.userId);
      expect(users).toEqual(
        Array.from({ length: 150 }, (_, n) => n)
          .filter((n) => streams[n % 3] === id)
          .map(String),
      );
    }
    await Promise.all(databases.map((database) => database.close()));
  });
});

describe('a server that is not there', () => {
  it('is waited for by a service, and used once it comes', async () => {
    const url = newUrl();
    await migrateSql({ sqlUrl: url }, logger);
    await server.node.stop();
    const told = vi.fn();
    const opening = openMysqlDatabase({ url, logger: { warn: told, error: told } });
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), 5_000);
    await server.node.start();
    const database = await opening;
    await works(database)();
    await database.close();
  });

  it('is waited for by a migration until its limit, which it then says in one line', async () => {
    const [port = 0] = await freePorts(1);
    const sqlUrl = `mysql://root@127.0.0.1:${port}/nowhere`;
    const from = performance.now();
    const migrating = migrateSql({ sqlUrl }, logger, { waitMs: 1_500 });
    await expect(migrating).rejects.toBeInstanceOf(StartError);
    await expect(migrating).rejects.toThrow(`no server answers at 127.0.0.1:${port}`);
    expect(performance.now() - from).toBeGreaterThanOrEqual(1_400);
  });

  it('is used by a migration as soon as it comes', async () => {
    const url = newUrl();
    await server.node.stop();
    const migrating = migrateSql({ sqlUrl: url }, logger);
    await server.node.start();
    expect(await migrating).toHaveLength(1);
  });
});

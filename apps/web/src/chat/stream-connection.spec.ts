import type { Joined, LogEvent } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '../api/http.ts';
import type { HandshakeAuth } from '../api/socket.ts';
import type { Hole } from './event-sequence.ts';
import { FakeServer, guest, message, messages, refuse, streamId } from './fake-server.fixture.ts';
import { StreamConnection, type ConnectionState } from './stream-connection.ts';

const settled = () => vi.advanceTimersByTimeAsync(0);

describe('the connection of a stream', () => {
  let server: FakeServer;
  let seen: number[];
  let states: ConnectionState[];
  let recovered: number[];
  let joins: { joined: Joined; anew: boolean }[];
  let auth: ReturnType<typeof vi.fn<(renew: boolean) => Promise<HandshakeAuth>>>;
  let read: ReturnType<typeof vi.fn<(hole: Hole) => Promise<readonly LogEvent[]>>>;
  let connection: StreamConnection;

  const lasts = () => server.payloads('stream:join').map(({ last }) => last?.offset);
  const live = async () => {
    connection.start();
    await settled();
    expect(states.at(-1)).toEqual({ name: 'live' });
  };

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.log = messages(0, 9);
    [seen, states, recovered, joins] = [[], [], [], []];
    auth = vi.fn<(renew: boolean) => Promise<HandshakeAuth>>(async () => ({
      token: 't1',
      viewer: 'browser-1',
    }));
    read = vi.fn<(hole: Hole) => Promise<readonly LogEvent[]>>(async (hole) => server.range(hole));
    const none = () => undefined;
    connection = new StreamConnection(
      { streamId, open: server.open, auth, read, random: () => 0.5 },
      {
        state: (state) => states.push(state),
        joined: (joined, anew) => {
          joins.push({ joined, anew });
          if (anew) seen = joined.events.map(({ offset }) => offset);
        },
        events: (events) => seen.push(...events.map(({ offset }) => offset)),
        recovered: (count) => recovered.push(count),
        analysis: none,
        summary: none,
        viewers: none,
      },
    );
  });

  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
  });

  it('joins without a position and goes on with what happens', async () => {
    await live();
    server.post(message(10), message(11));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(server.socket.auth).toEqual({ token: 't1', viewer: 'browser-1' });
    expect(lasts()).toEqual([undefined]);
  });

  it('loses and doubles nothing that is heard before the answer to its join', async () => {
    server.answers.set('stream:join', (payload, socket) => {
      const joined = server.join(payload);
      server.log.push(message(10));
      socket.hear('event', message(9));
      socket.hear('event', message(10));
      return joined;
    });
    await live();
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('comes back behind the last event and tells how many messages it recovered', async () => {
    await live();
    server.socket.cut();
    expect(states.at(-1)).toEqual({ name: 'reconnecting' });
    server.log.push(...messages(10, 46));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(lasts()).toEqual([undefined, 9]);
    expect(seen).toEqual(server.log.map(({ offset }) => offset));
    expect(recovered).toEqual([37]);
    expect(states.at(-1)).toEqual({ name: 'live' });
  });

  it('pages through a long absence before live events go on', async () => {
    await live();
    server.pageSize = 10;
    server.socket.cut();
    server.log.push(...messages(10, 34));
    await vi.advanceTimersByTimeAsync(1_000);
    server.post(message(35));
    expect(lasts()).toEqual([undefined, 9, 19, 29]);
    expect(seen).toEqual(server.log.map(({ offset }) => offset));
    expect(recovered).toEqual([25]);
  });

  it('begins anew where the server cannot resume', async () => {
    await live();
    server.socket.cut();
    server.epoch = 2;
    server.log = messages(0, 3);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(joins.at(-1)?.anew).toBe(true);
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(recovered).toEqual([]);
  });

  it('reads a hole in the chain and tells what it recovered', async () => {
    await live();
    server.log.push(...messages(10, 14));
    server.socket.hear('event', message(14));
    await settled();
    expect(read).toHaveBeenCalledWith({ epoch: 1, after: 9, before: 14 });
    expect(seen).toEqual(server.log.map(({ offset }) => offset));
    expect(recovered).toEqual([4]);
  });

  it('resumes at the server where a hole cannot be read, and begins anew where that fails too', async () => {
    await live();
    read.mockRejectedValue(new RequestError('unavailable'));
    server.log.push(...messages(10, 14));
    server.socket.hear('event', message(14));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(lasts()).toEqual([undefined, 9]);
    expect(seen).toEqual(server.log.map(({ offset }) => offset));

    server.answers.set('stream:join', (payload: { last?: unknown }) => {
      const joined = server.join(payload as never);
      return payload.last ? { ...joined, events: [message(19)] } : joined;
    });
    server.log.push(...messages(15, 19));
    server.socket.hear('event', message(19));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(lasts().slice(2)).toEqual([14, undefined]);
    expect(seen).toEqual(server.log.map(({ offset }) => offset));
  });

  it('begins anew when the server resets the stream', async () => {
    await live();
    server.log = messages(20, 25);
    server.socket.hear('stream:reset', { streamId });
    await settled();
    expect(lasts()).toEqual([undefined, undefined]);
    expect(seen).toEqual([20, 21, 22, 23, 24, 25]);
  });

  it('ignores what is told of another stream', async () => {
    await live();
    server.socket.hear('event', { ...message(10), streamId: 'other' });
    server.socket.hear('stream:reset', { streamId: 'other' });
    await settled();
    expect(seen).toHaveLength(10);
    expect(lasts()).toEqual([undefined]);
  });

  it('leaves a draining server when told and goes on at the next', async () => {
    await live();
    const old = server.socket;
    old.hear('drain', { reconnectInMs: 3_000 });
    server.post(message(10));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(old.isClosed).toBe(false);
    server.log.push(message(11));
    await vi.advanceTimersByTimeAsync(1);
    expect(old.isClosed).toBe(true);
    expect(server.sockets).toHaveLength(2);
    expect(seen).toEqual(server.log.map(({ offset }) => offset));
  });

  it('tries again for ever while the server is away, less and less often', async () => {
    await live();
    server.isAway = true;
    server.socket.cut();
    await vi.advanceTimersByTimeAsync(60_000);
    const tries = server.sockets.length;
    expect(tries).toBeGreaterThan(8);
    expect(tries).toBeLessThan(20);
    server.isAway = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states.at(-1)).toEqual({ name: 'live' });
  });

  it('hurries when the network is back', async () => {
    await live();
    server.isAway = true;
    server.socket.cut();
    await vi.advanceTimersByTimeAsync(30_000);
    server.isAway = false;
    connection.hurry();
    await settled();
    expect(states.at(-1)).toEqual({ name: 'live' });
  });

  it('waits as long as a refusal says', async () => {
    await live();
    server.socket.cut({ code: 'rate_limited', retryAfterMs: 8_000 });
    await vi.advanceTimersByTimeAsync(7_999);
    expect(server.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.sockets).toHaveLength(2);
  });

  it('asks for a new token where the old one is refused', async () => {
    await live();
    server.socket.cut({ code: 'token_expired' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(auth.mock.calls).toEqual([[false], [true]]);
    expect(states.at(-1)).toEqual({ name: 'live' });
  });

  it('gives up on a stream that does not exist', async () => {
    server.answers.set('stream:join', refuse('not_found'));
    connection.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states).toEqual([{ name: 'failed', code: 'not_found' }]);
    expect(server.sockets).toHaveLength(1);
    expect(server.socket.isClosed).toBe(true);
  });

  it('gives up a socket that never opens, and tries another', async () => {
    const openLate = vi.spyOn(server, 'open').mockImplementationOnce(() => ({
      ask: () => new Promise(() => undefined),
      close: () => undefined,
    }));
    connection = new StreamConnection(
      { streamId, open: (...args) => server.open(...args), auth, read, random: () => 0.5 },
      { ...quiet, state: (state) => states.push(state) },
    );
    connection.start();
    await vi.advanceTimersByTimeAsync(16_000);
    expect(openLate).toHaveBeenCalledTimes(2);
    expect(states.at(-1)).toEqual({ name: 'live' });
  });

  it('waits for a token that cannot be had right now', async () => {
    auth.mockRejectedValueOnce(new RequestError('offline'));
    connection.start();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states).toEqual([{ name: 'live' }]);
  });

  it('renews its token on the open socket once the session has a newer one', async () => {
    await live();
    await vi.advanceTimersByTimeAsync(40_000);
    expect(server.payloads('auth:renew')).toEqual([]);
    auth.mockResolvedValue({ token: 't2' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.payloads('auth:renew')).toEqual([{ token: 't2' }]);
    expect(server.sockets).toHaveLength(1);
  });

  it('connects anew where a renewal is refused', async () => {
    await live();
    auth.mockResolvedValue({ token: 't2' });
    server.answers.set('auth:renew', refuse('forbidden'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.sockets.map(({ auth: { token } }) => token)).toEqual(['t1', 't2']);
    expect(states.at(-1)).toEqual({ name: 'live' });
  });

  it('changes who it is without a word of recovery, and keeps the list', async () => {
    await live();
    auth.mockResolvedValue({ token: 't-guest' });
    server.log.push(message(10));
    connection.reidentify();
    await settled();
    expect(lasts()).toEqual([undefined, 9]);
    expect(joins.at(-1)?.joined.you).toEqual(guest);
    expect(seen).toEqual(server.log.map(({ offset }) => offset));
    expect(states.map(({ name }) => name)).toEqual(['live', 'live']);
    expect(recovered).toEqual([]);
  });

  it('refuses to ask while it is away', async () => {
    await expect(connection.ask('stream:leave', { streamId })).rejects.toMatchObject({
      code: 'offline',
    });
  });

  it('is silent after its end', async () => {
    await live();
    connection.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sockets).toHaveLength(1);
    expect(server.socket.isClosed).toBe(true);
  });
});

const none = () => undefined;
const quiet = {
  state: none,
  joined: none,
  events: none,
  recovered: none,
  analysis: none,
  summary: none,
  viewers: none,
};

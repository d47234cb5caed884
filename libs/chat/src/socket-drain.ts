import type { SocketSession } from './socket-session.ts';

/** Appends are answered within 10 s, one way or the other. */
const answersWithinMs = 10_500;
const manySockets = 5_000;
const batch = 200;
const batchEveryMs = 50;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sends sockets away (reliability.md §6): answers what was taken, tells clients to come back
 * spread over `spreadMs`, four times as long where they are many, and closes who stays, in batches.
 */
export async function drainSockets(
  sessions: ReadonlyMap<string, SocketSession>,
  answers: ReadonlySet<Promise<void>>,
  spreadMs: number,
): Promise<void> {
  const answered = Promise.all(answers);
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (limit = setTimeout(resolve, answersWithinMs)));
  await Promise.race([answered, late]);
  clearTimeout(limit);
  const spread = sessions.size > manySockets ? spreadMs * 4 : spreadMs;
  for (const { socket } of sessions.values()) {
    socket.emit('drain', { reconnectInMs: Math.floor(Math.random() * spread) });
  }
  const until = performance.now() + spread;
  while (sessions.size > 0 && performance.now() < until) await pause(batchEveryMs);
  const left = [...sessions.values()];
  for (let i = 0; i < left.length; i += batch) {
    if (i > 0) await pause(batchEveryMs);
    for (const { socket } of left.slice(i, i + batch)) socket.conn.close();
  }
}

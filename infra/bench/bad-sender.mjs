// @ts-check
// A process of its own for the client of bad-frames.bench.ts that misbehaves: for each message
// {frames, ms} of its parent it sends so many frames of every bad kind, spread over the time, and
// answers how many it sent and how often its socket was closed by the server meanwhile.
import { io } from 'socket.io-client';

const [url = '', path = '', streamId = ''] = process.argv.slice(2);
const everyMs = 20;

/** @param {{ frames: number, ms: number }} order */
async function misbehave({ frames, ms }) {
  let [sent, closed] = [0, 0];
  const socket = io(url, {
    path,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 50,
  });
  socket.on('disconnect', () => closed++);
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)));
  const kinds = [
    () => socket.emit('no:such:event', { sent }),
    () => socket.emit('message:send', { streamId, id: 7, text: [] }),
    () => socket.emit('message:send', 'x'.repeat(8_000)),
    () => socket.emit('stream:join', null),
  ];
  const began = performance.now();
  while (sent < frames) {
    const due = Math.min(frames, ((performance.now() - began) / ms) * frames);
    while (sent < due) kinds[sent++ % kinds.length]?.();
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  socket.close();
  process.send?.({ sent, closed });
}

process.on('message', (order) => void misbehave(/** @type {never} */ (order)));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

import { describe, expect, it } from 'vitest';
import { deafParser } from './packets.ts';

function decoded(text: string): unknown[] {
  const decoder = new deafParser.Decoder();
  const packets: unknown[] = [];
  decoder.on('decoded', (packet) => packets.push(packet));
  decoder.add(text);
  return packets;
}

describe('the parser of chatters', () => {
  it('drops the traffic of the stream', () => {
    expect(decoded('2["event",{"type":"message.posted"}]')).toEqual([]);
    expect(decoded('2["analysis",{}]')).toEqual([]);
  });

  it('reads answers, the handshake and what concerns the connection', () => {
    expect(decoded('0{"sid":"a"}')).toEqual([{ type: 0, nsp: '/', data: { sid: 'a' } }]);
    expect(decoded('317[{"ok":true}]')).toEqual([
      { type: 3, nsp: '/', id: 17, data: [{ ok: true }] },
    ]);
    expect(decoded('1')).toEqual([{ type: 1, nsp: '/' }]);
    expect(decoded('2["drain",{"reconnectInMs":5}]')).toEqual([
      { type: 2, nsp: '/', data: ['drain', { reconnectInMs: 5 }] },
    ]);
  });

  it('writes packets as socket.io does', () => {
    const encoder = new deafParser.Encoder();
    expect(encoder.encode({ type: 0, nsp: '/', data: { token: 't' } })).toEqual(['0{"token":"t"}']);
    expect(encoder.encode({ type: 2, nsp: '/', id: 3, data: ['stream:join', {}] })).toEqual([
      '23["stream:join",{}]',
    ]);
    expect(encoder.encode({ type: 1, nsp: '/' })).toEqual(['1']);
  });
});

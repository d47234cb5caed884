const textFrame = 0x81;

/**
 * One unmasked WebSocket text frame (RFC 6455 §5.2) with a whole engine.io message in it: a
 * socket.io event of the default namespace whose one argument is JSON text made before.
 */
export function eventFrame(event: string, body: string): Buffer {
  const payload = Buffer.from(`42["${event}",${body}]`, 'utf8');
  return Buffer.concat([header(payload.length), payload]);
}

function header(length: number): Buffer {
  if (length < 126) return Buffer.from([textFrame, length]);
  if (length < 65_536) return Buffer.from([textFrame, 126, length >> 8, length & 0xff]);
  const long = Buffer.alloc(10);
  long[0] = textFrame;
  long[1] = 127;
  long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}

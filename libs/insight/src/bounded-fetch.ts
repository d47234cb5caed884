type Fetch = typeof globalThis.fetch;

/**
 * A fetch that has read the body when it resolves, so that the caller's time-out covers a body
 * that drips, and that reads no more than `maxBytes` of it: what is longer ends there.
 */
export const boundedFetch =
  (maxBytes: number, fetch: Fetch = globalThis.fetch): Fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const body = await firstBytes(response, maxBytes);
    const headers = new Headers(response.headers);
    // The body is decoded by now, and perhaps cut.
    headers.delete('content-encoding');
    headers.delete('content-length');
    const { status, statusText } = response;
    return new Response(body.length > 0 ? body : null, { status, statusText, headers });
  };

async function firstBytes(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body = response.body as ReadableStream<Uint8Array> | null;
  const reader = body?.getReader();
  while (reader && length < maxBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  if (length >= maxBytes) await reader?.cancel();
  return new Uint8Array(Buffer.concat(chunks).subarray(0, maxBytes));
}

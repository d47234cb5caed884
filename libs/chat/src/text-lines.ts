import { AppError } from '@livechat/contracts';

export interface LineBounds {
  /** Bytes of the whole body; above it the import ends with `too_large`. */
  readonly maxBytes: number;
  /** Bytes of one line; a longer one is yielded cut, and so does not parse. */
  readonly maxLine: number;
}

/** The lines of a UTF-8 body as they come, without their ends. */
export async function* textLines(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, maxLine }: LineBounds,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new AppError('too_large');
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLine) rest = rest.slice(0, maxLine);
    yield* lines.map((line) => line.slice(0, maxLine));
  }
  yield rest + decoder.decode();
}

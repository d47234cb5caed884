// @ts-check
// What `npm run analyze` does between its input and its output.

/** Longer lines are answered by an error, in bytes without the line's end. */
export const LONGEST_LINE = 8_192;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Cuts bytes into lines. A line over LONGEST_LINE is kept no further: however long it is, memory is
 * bounded; `undefined` stands for it. The last line needs no line feed. Each yielded list holds the
 * lines that one chunk completed.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {AsyncGenerator<(Buffer | undefined)[]>}
 */
export async function* linesOf(chunks) {
  /** @type {Buffer[]} */
  let parts = [];
  let length = 0;
  /** @param {Buffer} part */
  const keep = (part) => {
    // One byte more than allowed may be the carriage return.
    if (length <= LONGEST_LINE + 1) parts.push(part);
    length += part.length;
  };
  const take = () => {
    const line = length > LONGEST_LINE + 1 ? undefined : lineOf(Buffer.concat(parts));
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    /** @type {(Buffer | undefined)[]} */
    const lines = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      keep(bytes.subarray(start, end));
      lines.push(take());
      start = end + 1;
    }
    if (start < bytes.length) keep(bytes.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [take()];
}

/** @param {Buffer} bytes */
function lineOf(bytes) {
  const line = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
  return line.length > LONGEST_LINE ? undefined : line;
}

/**
 * The answer to one line, as JSON: what `analyze` says of it, or `{error}`.
 * @param {Buffer | undefined} line
 * @param {(text: string) => object} analyze
 */
export function answerTo(line, analyze) {
  if (line === undefined)
    return JSON.stringify({ error: `The line is longer than ${LONGEST_LINE} bytes.` });
  try {
    return JSON.stringify(analyze(utf8.decode(line)));
  } catch {
    return JSON.stringify({ error: 'The line is not valid UTF-8.' });
  }
}

/**
 * One line of JSON for each line of text, in the same order.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {(text: string) => object} analyze
 */
export async function* answersTo(chunks, analyze) {
  for await (const lines of linesOf(chunks))
    yield lines.map((line) => `${answerTo(line, analyze)}\n`).join('');
}

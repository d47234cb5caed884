/** What the server takes of one message unless its operator set other bounds. */
export const most = { graphemes: 500, bytes: 2_048 } as const;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** How many more characters a message may have; negative where it is too long. */
export function roomLeft(text: string): number {
  // Each character has at least one unit of UTF-16, each unit at most three bytes.
  if (text.length <= most.graphemes / 2) return most.graphemes - text.length;
  const bytesLeft = most.bytes - encoder.encode(text).length;
  return Math.min(most.graphemes - [...graphemes.segment(text)].length, bytesLeft);
}

import { AppError } from '@livechat/contracts';
import { z } from 'zod';

const place = z.number().int().nonnegative();
const cursor = z.union([
  z.tuple([z.literal('live'), place, place, z.string().max(64)]),
  z.tuple([z.literal('ended'), place, z.string().max(64)]),
]);

/**
 * Where a page of streams ended: among the live ones at (viewers, startedAt, id), among the ended
 * ones at (endedAt, id); the next page begins below.
 */
export type StreamCursor = z.infer<typeof cursor>;

export const cursorText = (at: StreamCursor): string =>
  Buffer.from(JSON.stringify(at)).toString('base64url');

/** Throws `invalid` for a text that is no cursor of ours. */
export function parseCursor(text: string): StreamCursor {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (cause) {
    const issues = [{ path: 'cursor', message: 'is not a cursor of this list' }];
    throw new AppError('invalid', { issues }, { cause });
  }
}

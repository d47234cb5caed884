import { z } from 'zod';

/** Place in the raw-chats log; within a stream it only rises, but it is not dense. */
export const offset = z.number().int().nonnegative();
/** Which incarnation of the log an offset belongs to; only rises. */
export const epoch = z.number().int().nonnegative();

export const position = z.strictObject({ epoch, offset });
export type Position = z.infer<typeof position>;

/** `<epoch>-<offset>`, the text form used for SSE ids. */
export const positionText = (p: Position): string => `${p.epoch}-${p.offset}`;

/** The position a text form stands for, or undefined when it is not one. */
export function parsePosition(text: string): Position | undefined {
  const match = /^(\d{1,9})-(\d{1,15})$/.exec(text);
  return match ? { epoch: Number(match[1]), offset: Number(match[2]) } : undefined;
}

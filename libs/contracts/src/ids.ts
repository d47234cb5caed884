import { z } from 'zod';

/** Any identifier we hand out or take: 1–64 characters that are safe in keys, paths and logs. */
export const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9:_-]*$/, 'letters, digits, ":", "_" and "-" only');

/** The sender's own id of a message; serves resends only. */
export const messageId = z.uuid();

/** Milliseconds since 1970. */
export const timestamp = z.number().int().nonnegative();

export const displayName = z.string().trim().min(1).max(32);

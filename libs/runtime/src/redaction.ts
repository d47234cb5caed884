const secretKey =
  /^(authorization|cookie|set-cookie|text|.*(password|passwd|secret|token|api-?key|private-?key))$/i;
const secretShapes =
  /\beyJ[\w-]{5,}\.[\w-]{5,}(\.[\w-]*)?|\bBearer\s+[^\s"',]+|\bsk-[\w-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)|(:\/\/[^\s:/@]*):[^\s/@]+@|([?&](?:token|access_token|auth|code|key)=)[^\s&"]+/gi;

const deepest = 6;

/** The text with everything that has the shape of a token, key or password blotted out. */
export const redactedText = (text: string): string =>
  text.replace(secretShapes, (_match, _signature, user: string | undefined, query?: string) =>
    user === undefined ? `${query ?? ''}[redacted]` : `${user}:[redacted]@`,
  );

/**
 * A copy fit for a log: values of secret keys and of message texts replaced, secret shapes in all
 * other strings blotted out, errors reduced to name, message, code and stack.
 */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactedText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '[deep]';
  if (value instanceof Error) return redactedError(value, depth);
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redacted(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretKey.test(key) && item !== undefined ? '[redacted]' : redacted(item, depth + 1),
    ]),
  );
}

function redactedError(error: Error, depth: number): object {
  const { code } = error as Error & { code?: unknown };
  return {
    type: error.name,
    message: redactedText(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: redactedText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redacted(error.cause, depth + 1) }),
  };
}

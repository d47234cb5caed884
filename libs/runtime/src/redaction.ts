const secretKey =
  /^(authorization|cookie|set-cookie|text|.*(password|passwd|secret|token|api-?key|private-?key))$/i;

/** Tokens, keys, passwords in addresses and credentials in queries, wherever they stand in a text. */
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{5,}\.[\w-]{5,}(\.[\w-]*)?/g, '[redacted]'],
  [/\bBearer\s+[^\s"',]+/gi, 'Bearer [redacted]'],
  [/\bsk-[\w-]{8,}/g, '[redacted]'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[redacted]'],
  [/(:\/\/[^\s:/@]*):[^\s/@]+@/g, '$1:[redacted]@'],
  [/([?&](?:token|access_token|auth|code|key|state)=)[^\s&"]+/gi, '$1[redacted]'],
];

const deepest = 6;
const longestList = 100;

/** The text with everything that has the shape of a token, key or password blotted out. */
export const redactedText = (text: string): string =>
  secretShapes.reduce((safe, [shape, instead]) => safe.replace(shape, instead), text);

/**
 * A copy fit for a log: values of secret keys and of message texts replaced, secret shapes in all
 * other strings blotted out, errors reduced to type, message, code and stack, and objects of
 * other classes to their name.
 */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactedText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '[deep]';
  if (value instanceof Error) return redactedError(value, depth);
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) {
    return value.slice(0, longestList).map((item) => redacted(item, depth + 1));
  }
  return isPlain(value) ? redactedFields(value, depth) : `[${value.constructor.name}]`;
}

function redactedFields(value: object, depth: number): object {
  const fields = Object.entries(value).map(([key, item]: [string, unknown]) => {
    const hidden = secretKey.test(key) && item !== undefined && item !== null;
    return [key, hidden ? '[redacted]' : redacted(item, depth + 1)];
  });
  return Object.fromEntries(fields) as object;
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

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const header = 'x-request-id';

/** The id a caller gave its request, if it is fit for a log; else a new one. */
export const newRequestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();

export const setRequestId = (response: ServerResponse, id: string): void => {
  response.setHeader(header, id);
};

/** The id of the request that this response answers. */
export const requestIdOf = (response: ServerResponse): string =>
  String(response.getHeader(header) ?? 'unknown');

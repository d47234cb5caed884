import type { Logger } from '@livechat/runtime';
import type { LogRecord } from './event-log.ts';

const traceHeader = 'trace';

/** Headers of a record that came of a send or a request with this id. */
export const tracedHeaders = (trace: string): Readonly<Record<string, string>> => ({
  schema: '1',
  [traceHeader]: trace,
});

/** The id of the send or request a record came of. */
export const traceOf = ({ headers }: LogRecord): string | undefined => headers[traceHeader];

/** At level debug, a line for each record: its trace leads through the logs of all services. */
export function tellWay(logger: Logger, records: readonly LogRecord[], what: string): void {
  if (!logger.isDebug) return;
  for (const record of records) {
    const { key: streamId, offset } = record;
    logger.debug({ trace: traceOf(record), streamId, offset }, what);
  }
}

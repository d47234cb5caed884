import {
  AppError,
  importReport,
  stream as streamSchema,
  type ImportLine,
  type ImportReport,
  type Stream,
} from '@livechat/contracts';
import { member } from './account.ts';
import { Api, patiently } from './api.ts';
import { Broadcaster, type Credentials } from './broadcaster.ts';
import { ChatLog, type LogReport } from './formats/chat-log.ts';
import { importLines } from './formats/import-lines.ts';

export interface ImportOptions {
  readonly url: string;
  readonly account: Credentials;
  /** The stream to import into, or the title of a new one. */
  readonly target: { readonly streamId: string } | { readonly title: string };
  readonly file: string;
  /** When the log began, ms since 1970; where it is left out, the file or the stream says. */
  readonly start?: number | undefined;
  readonly progress?:
    ((progress: { read: number; sent: number; added: number }) => void) | undefined;
}

/** What the file held, and what the service made of it. */
export interface ImportOutcome {
  readonly stream: Stream;
  readonly log: LogReport;
  readonly service: ImportReport;
}

/** A call carries at most this much, so that no token or time-out limits the size of a log. */
const mostLines = 50_000;
const mostBytes = 16 * 1_024 * 1_024;
const callTimeoutMs = 280_000;
const patienceMs = 300_000;

/**
 * Imports a chat log into a stream of the account's. Ids come from the log, so that what is there
 * already is not added again. An aborted signal stops between two calls. Throws AppError where the
 * service refuses, UnknownLogError for a file of no known kind.
 */
export async function runImport(
  options: ImportOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<ImportOutcome> {
  const api = new Api(options.url);
  const account = await member(api, options.account.email, options.account.password);
  // A file of no known kind must not leave an empty stream behind.
  await ChatLog.open(options.file, { end: Date.now() });
  const broadcaster = new Broadcaster(api, account);
  const stream = await targetStream(api, broadcaster, options.target);
  const log = await ChatLog.open(options.file, { start: options.start, end: stream.startedAt });
  const report = log.emptyReport();
  const service: Tally = { read: 0, imported: 0, duplicates: 0, skipped: {} };
  for await (const part of parts(importLines(log, stream.id, report))) {
    if (signal.aborted) break;
    const path = `/chat/v1/streams/${stream.id}/import`;
    const raw = { type: 'application/x-ndjson', text: part };
    const post = async () => {
      const token = await account.token();
      return api.call(importReport, path, { method: 'POST', raw, token, timeoutMs: callTimeoutMs });
    };
    const { value } = await patiently(post, patienceMs, signal);
    add(service, value);
    options.progress?.({ read: report.read, sent: service.read, added: service.imported });
  }
  if ('title' in options.target && !signal.aborted) await broadcaster.end(stream.id);
  return { stream, log: report, service };
}

async function targetStream(
  api: Api,
  broadcaster: Broadcaster,
  target: ImportOptions['target'],
): Promise<Stream> {
  if ('title' in target) return broadcaster.create(target.title);
  const stream = await api.get(streamSchema, `/api/v1/streams/${target.streamId}`);
  if (stream.broadcaster.id === broadcaster.account.userId) return stream;
  throw new AppError('forbidden', { detail: 'Only its owner may import into a stream' });
}

/** Lines joined to bodies of bounded size. */
async function* parts(lines: AsyncIterable<ImportLine>): AsyncGenerator<string, void, undefined> {
  let [body, count]: [string[], number] = [[], 0];
  for await (const line of lines) {
    const text = JSON.stringify(line);
    body.push(text);
    count += text.length;
    if (body.length < mostLines && count < mostBytes) continue;
    yield `${body.join('\n')}\n`;
    [body, count] = [[], 0];
  }
  if (body.length > 0) yield `${body.join('\n')}\n`;
}

interface Tally extends ImportReport {
  skipped: Record<string, number>;
}

function add(sum: Tally, { read, imported, duplicates, skipped }: ImportReport): void {
  sum.read += read;
  sum.imported += imported;
  sum.duplicates += duplicates;
  for (const [reason, count] of Object.entries(skipped)) {
    sum.skipped[reason] = (sum.skipped[reason] ?? 0) + count;
  }
}

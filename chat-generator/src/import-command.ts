import { parseArgs } from 'node:util';
import { exitCodeOf, ProgressLine, type Terminal } from './command.ts';
import { runImport, type ImportOptions, type ImportOutcome } from './importing.ts';
import { credentials, firstSentence, serviceUrl, UsageError } from './options.ts';

export const importHelp = `Imports a chat log of another platform, or our own export, with its original times.

  npm run import -- --email E --password P (--stream ID | --title T) [options] FILE

  --url U          address of the service (default: http://localhost:3000)
  --email E --password P
                   the account that owns the stream
  --stream ID      a stream of yours without live messages
  --title T        a new stream of this title; it is ended after the import
  --start TIME     when the log began, such as 2026-01-09T18:00:00Z, where the file does not say it
  --remote         the service is not on this machine, and its operator agrees
  --help           this text

Kinds of logs, told by their content: TwitchDownloader (.json, .json.gz), chat-downloader (.json,
.jsonl), yt-dlp live_chat, our JSONL export, and lines {"at_ms", "user", "text"}. The same file
imported again into the same stream adds nothing.
Exit code: 0 imported, 2 it was not possible. What is left out is counted, named and no error.
`;

/** `npm run import`: answers the exit code. */
export function importCommand(
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  return exitCodeOf(async () => {
    const options = readImportOptions(args);
    if (options === 'help') {
      terminal.out(importHelp);
      return 0;
    }
    const line = new ProgressLine(terminal);
    const progress = ({ read, sent, added }: { read: number; sent: number; added: number }) =>
      line.show(`read ${read}  sent ${sent}  added ${added}`);
    try {
      const outcome = await runImport({ ...options, progress }, signal);
      line.end();
      terminal.out(outcomeText(outcome, options.url));
    } finally {
      line.end();
    }
    return signal.aborted ? 130 : 0;
  }, terminal.err);
}

/** Throws UsageError, a readable line, for what it does not know or what is missing. */
export function readImportOptions(args: readonly string[]): ImportOptions | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help === true) return 'help';
  const account = credentials(values.email, values.password);
  if (account === undefined) throw new UsageError('--email and --password are needed');
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new UsageError('name one file to import; --help says how');
  }
  return {
    url: serviceUrl(values.url, values.remote),
    account,
    target: target(values.stream, values.title),
    file,
    start: start(values.start),
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: text,
        email: text,
        password: text,
        stream: text,
        title: text,
        start: text,
        remote: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
}

function target(streamId: string | undefined, title: string | undefined): ImportOptions['target'] {
  if (streamId !== undefined && title === undefined) return { streamId };
  if (title !== undefined && streamId === undefined) return { title };
  throw new UsageError('say either --stream ID or --title T');
}

function start(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (time >= 0) return time;
  throw new UsageError(`--start must be a time such as 2026-01-09T18:00:00Z; it is ${text}`);
}

function outcomeText({ stream, log, service }: ImportOutcome, url: string): string {
  return [
    `stream ${stream.id} "${stream.title}"  ${url}`,
    `file: ${log.format}, ${log.read} rows read, ${log.messages} messages, ${log.moderations} removals and bans`,
    ...reasons('left out of the file', log.skipped),
    ...log.examples.map((example) => `  ${example}`),
    ...log.notes,
    `service: ${service.imported} added, ${service.duplicates} were there already`,
    ...reasons('left out by the service', service.skipped),
    '',
  ].join('\n');
}

function reasons(what: string, skipped: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(skipped).map(([reason, count]) => `${reason} ${count}`);
  return entries.length === 0 ? [] : [`${what}: ${entries.join(', ')}`];
}

import { chatDownloaderArray, chatDownloaderLines } from './chat-downloader.ts';
import { skip, type Draft, type Format, type Reading, type TimeHints } from './format.ts';
import { ordered, type Timed } from './ordered.ts';
import { ownExport } from './own-export.ts';
import { plainLines } from './plain-lines.ts';
import { lineRows, listRows, type Row } from './rows.ts';
import { TextFile } from './text-file.ts';
import { twitchDownloader } from './twitch-downloader.ts';
import { ytDlp } from './yt-dlp.ts';

const formats: readonly Format[] = [
  twitchDownloader,
  chatDownloaderArray,
  chatDownloaderLines,
  ytDlp,
  plainLines,
  ownExport,
];

/** A file that is none of the kinds read here, or cannot be read at all. */
export class UnknownLogError extends Error {
  constructor(path: string) {
    super(
      `${path} is no chat log of a known kind (TwitchDownloader, chat-downloader, yt-dlp live_chat, our JSONL export, or lines {"at_ms", "user", "text"})`,
    );
    this.name = 'UnknownLogError';
  }
}

/** What was read of a file and what was left out, and why. */
export interface LogReport {
  readonly format: string;
  /** Rows of the file that hold a record. */
  read: number;
  messages: number;
  /** Removals, removals of all of an author, bans. */
  moderations: number;
  readonly skipped: Record<string, number>;
  /** The first 20 rows left out, each with its place. */
  readonly examples: string[];
  readonly notes: string[];
}

const examplesKept = 20;

/** A chat log of any kind, told by its content; gone through as often as asked, never held whole. */
export class ChatLog {
  private constructor(
    private readonly file: TextFile,
    private readonly format: Format,
    private readonly hints: TimeHints,
  ) {}

  /** Throws UnknownLogError where the content is of no known kind. */
  static async open(path: string, hints: TimeHints): Promise<ChatLog> {
    const file = new TextFile(path);
    return new ChatLog(file, await formatOf(file), hints);
  }

  get formatName(): string {
    return this.format.name;
  }

  /**
   * What the log says, by time and then in the order of the file; `report` is filled along the way.
   * `foresee` is told every draft, in the order of the file, before the first one is answered.
   */
  async *drafts(
    report: LogReport,
    foresee: (draft: Draft) => void = () => undefined,
  ): AsyncGenerator<Timed, void, undefined> {
    const { format, file } = this;
    const rows = () => format.rows(file.chunks());
    const survey = await format.survey(rows(), this.hints);
    report.notes.push(...survey.notes);
    yield* ordered(
      () => passage(rows(), survey.reader(), ({ draft }) => foresee(draft)),
      () => passage(rows(), survey.reader(), undefined, report),
    );
    if (file.broken) leaveOut(report, 'cut_off', 'the end of the compressed data');
  }

  emptyReport(): LogReport {
    const counts = { read: 0, messages: 0, moderations: 0 };
    return { format: this.format.name, ...counts, skipped: {}, examples: [], notes: [] };
  }
}

async function* passage(
  rows: AsyncIterable<Row>,
  read: (row: Row) => Reading,
  tell?: (timed: Timed) => void,
  report?: LogReport,
): AsyncGenerator<Timed, void, undefined> {
  for await (const row of rows) {
    const reading: Reading = row.problem ? skip(row.problem) : read(row);
    const drafts = reading.drafts ?? [];
    if (report) note(report, row, drafts.length > 0, reading.skipped);
    for (const draft of drafts) {
      const timed = { draft, where: row.where };
      tell?.(timed);
      yield timed;
    }
  }
}

function note(report: LogReport, row: Row, hasDrafts: boolean, skipped: string | undefined): void {
  if (row.member !== undefined && row.problem === undefined) return;
  if (hasDrafts || skipped !== undefined) report.read += 1;
  if (skipped !== undefined) leaveOut(report, skipped, row.where);
}

/** Counts a row that is left out, and names the first ones. */
export function leaveOut(report: LogReport, reason: string, where: string): void {
  report.skipped[reason] = (report.skipped[reason] ?? 0) + 1;
  if (report.examples.length < examplesKept) report.examples.push(`${where}: ${reason}`);
}

const sampleRows = 200;
const sampleChars = 4 * 1_024 * 1_024;

/** By the first rows: as lines, where those parse, else as one document. */
async function formatOf(file: TextFile): Promise<Format> {
  const lines = await sample(lineRows(sampled(file)));
  // A line of its own is an object; the lines of an indented or one-line document are not, or it has a list.
  const asLines = lines.filter(({ value }) => typeof value === 'object' && value !== null);
  const byLine = formats.find((format) => format.recognises(asLines, false));
  if (byLine !== undefined) return byLine;
  const lists: readonly Row[][] = await Promise.all([
    sample(listRows(sampled(file), 'comment', { list: 'comments', unread: ['embeddedData'] })),
    sample(listRows(sampled(file), 'message')),
  ]);
  const found = formats.find((format) => lists.some((rows) => format.recognises(rows, true)));
  if (found === undefined) throw new UnknownLogError(file.path);
  return found;
}

async function* sampled(file: TextFile): AsyncGenerator<string> {
  let chars = 0;
  for await (const chunk of file.chunks()) {
    yield chunk;
    if ((chars += chunk.length) >= sampleChars) return;
  }
}

async function sample(rows: AsyncIterable<Row>): Promise<Row[]> {
  const taken: Row[] = [];
  for await (const row of rows) {
    taken.push(row);
    if (taken.length >= sampleRows) break;
  }
  return taken;
}

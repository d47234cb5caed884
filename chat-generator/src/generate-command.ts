import { exitCodeOf, ProgressLine, type Terminal } from './command.ts';
import { runGenerator, type GeneratorOptions, type Progress } from './generator.ts';
import { Checker } from './ledger/checker.ts';
import type { EntryOf, LedgerEntry } from './ledger/entries.ts';
import { ledgerEntries } from './ledger/ledger-file.ts';
import { generateHelp, readGenerateOptions } from './options.ts';
import { Histogram } from './ledger/histogram.ts';
import { latency, reportOf, reportText, type ChatterLists, type Report } from './report.ts';

/** `npm run generate`: answers the exit code. */
export function generateCommand(
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  return exitCodeOf(async () => {
    const command = readGenerateOptions(args);
    if (command.kind === 'help') {
      terminal.out(generateHelp);
      return 0;
    }
    const report =
      command.kind === 'check'
        ? await judged(command.path)
        : await generated(command.options, terminal, signal);
    terminal.out(reportText(report));
    return report.passed ? 0 : 1;
  }, terminal.err);
}

async function generated(options: GeneratorOptions, terminal: Terminal, signal: AbortSignal) {
  const line = new ProgressLine(terminal);
  try {
    const progress = (state: Progress) => line.show(progressText(state));
    return await runGenerator({ ...options, progress }, signal);
  } finally {
    line.end();
  }
}

const progressText = ({ phase, seconds, offered, sent, acked, seen, waiting }: Progress) =>
  `${phase} ${seconds.toFixed(0)} s  offered ${offered}  sent ${sent}  acked ${acked}  seen ${seen}  waiting ${waiting}`;

/** The report on a ledger that was written before. */
async function judged(path: string): Promise<Report> {
  const checker = new Checker();
  const senders = new Set<number>();
  const viewers = new Set<number>();
  const streams = new Set<string>();
  let run: EntryOf<'RUN'> | undefined;
  let last = 0;
  for await (const entry of ledgerEntries(path)) {
    checker.add(entry);
    if (entry.type === 'RUN') run = entry;
    if (entry.type === 'SENDER') senders.add(entry.sender);
    if (entry.type === 'RECOVERED') viewers.add(entry.viewer);
    if (entry.type === 'STREAM') streams.add(entry.stream);
    last = timeOf(entry) ?? last;
  }
  const verdict = checker.verdict();
  return reportOf(verdict, {
    run: run?.run ?? 'unknown',
    seconds: run === undefined ? 0 : (last - run.t) / 1_000,
    streams: [...streams],
    chatters: senders.size,
    viewers: viewers.size,
    offered: verdict.counts.sent,
    dropped: 0,
    gaps: 0,
    unfilled: 0,
    malformed: 0,
    chatterLists: noLists,
    cpuShare: 0,
    notes: [],
  });
}

/** A ledger holds what viewers saw, not the lists of chatters. */
const noLists: ChatterLists = {
  seen: 0,
  repeats: 0,
  gaps: 0,
  resets: 0,
  swapped: 0,
  behind: 0,
  receipt: latency(new Histogram()),
};

const timeOf = (entry: LedgerEntry): number | undefined => ('t' in entry ? entry.t : undefined);

import { AppError } from '@livechat/contracts';
import { UnknownLogError } from './formats/chat-log.ts';
import { UsageError } from './options.ts';

/** Where a command writes; tests give their own. */
export interface Terminal {
  readonly out: (text: string) => void;
  /** Progress and complaints. */
  readonly err: (text: string) => void;
  readonly isInteractive: boolean;
}

export const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isInteractive: process.stderr.isTTY,
};

/** A signal that the first Ctrl-C aborts; the second ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}

/** Runs a command and answers its exit code: 2 with one readable line where it could not be done. */
export async function exitCodeOf(
  work: () => Promise<number>,
  err: Terminal['err'],
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const complaint = complaintOf(error);
    if (complaint === undefined) throw error;
    err(`${complaint}\n`);
    return 2;
  }
}

/** One line for what a person can do something about; undefined for a fault of ours. */
function complaintOf(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof UnknownLogError) return error.message;
  if (error instanceof AppError) {
    const issues = (error.details.issues ?? []).map(({ path, message }) => `${path} ${message}`);
    return [`The service answers ${error.code}: ${error.message}`, ...issues].join('; ');
  }
  const { code, path } = error as NodeJS.ErrnoException;
  return /^(ENOENT|EACCES|EISDIR|ENOSPC|EROFS|ENOTDIR)$/.test(code ?? '')
    ? `${path ?? 'A file'} cannot be used (${code})`
    : undefined;
}

/** One line that is written over in a terminal, and now and then a line of its own elsewhere. */
export class ProgressLine {
  #last = 0;
  #isOpen = false;

  constructor(private readonly terminal: Terminal) {}

  show(text: string): void {
    const { isInteractive, err } = this.terminal;
    if (isInteractive) err(`\r\x1b[K${text}`);
    else if (Date.now() - this.#last >= 10_000) err(`${text}\n`);
    else return;
    this.#last = Date.now();
    this.#isOpen = isInteractive;
  }

  end(): void {
    if (this.#isOpen) this.terminal.err('\r\x1b[K');
    this.#isOpen = false;
  }
}

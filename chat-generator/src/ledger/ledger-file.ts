import { createReadStream, createWriteStream, openSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { LedgerEntry } from './entries.ts';

const batchChars = 64 * 1_024;

/** Writes a ledger as JSON lines; throws at once where the file cannot be made. */
export class LedgerFile {
  readonly #stream: WriteStream;
  readonly #written: Promise<void>;
  #batch = '';

  constructor(path: string) {
    this.#stream = createWriteStream(path, { fd: openSync(path, 'w') });
    this.#written = finished(this.#stream);
    // Told in `close`; until then it must not end the process.
    this.#written.catch(() => undefined);
  }

  write(entry: LedgerEntry): void {
    this.#batch += JSON.stringify(entry) + '\n';
    if (this.#batch.length < batchChars) return;
    this.#stream.write(this.#batch);
    this.#batch = '';
  }

  /** Throws where anything could not be written, as on a full disk. */
  async close(): Promise<void> {
    this.#stream.end(this.#batch);
    await this.#written;
  }
}

/** Reads a ledger back; a last line that was cut off is left out. */
export async function* ledgerEntries(path: string): AsyncGenerator<LedgerEntry, void, undefined> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.endsWith('}')) yield JSON.parse(line) as LedgerEntry;
  }
}

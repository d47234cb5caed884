import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LedgerEntry } from './entries.ts';

const batchChars = 64 * 1_024;

/** Writes a ledger as JSON lines. */
export class LedgerFile {
  readonly #stream: WriteStream;
  #error: Error | undefined;
  #batch = '';

  constructor(path: string) {
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => (this.#error = error));
  }

  write(entry: LedgerEntry): void {
    this.#batch += JSON.stringify(entry) + '\n';
    if (this.#batch.length < batchChars) return;
    this.#stream.write(this.#batch);
    this.#batch = '';
  }

  /** Throws where anything could not be written. */
  async close(): Promise<void> {
    const error = this.#error;
    if (error !== undefined) throw error;
    await new Promise<void>((resolve, reject) => {
      this.#stream.once('error', reject);
      this.#stream.end(this.#batch, () => resolve());
    });
  }
}

/** Reads a ledger back; a last line that was cut off is left out. */
export async function* ledgerEntries(path: string): AsyncGenerator<LedgerEntry, void, undefined> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.endsWith('}')) yield JSON.parse(line) as LedgerEntry;
  }
}

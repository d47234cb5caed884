import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

/** A text file, plain or gzip, UTF-8 or UTF-16 with a byte order mark; read as often as needed. */
export class TextFile {
  /** The compressed data ended or broke before its end: what came before it was given. */
  broken = false;

  constructor(readonly path: string) {}

  /** The text in pieces, without its byte order mark; throws the system's error where it cannot be read. */
  async *chunks(): AsyncGenerator<string, void, undefined> {
    let decoder = new TextDecoder();
    let isFirst = true;
    try {
      for await (const bytes of await this.#bytes()) {
        if (isFirst) decoder = new TextDecoder(encodingOf(bytes as Buffer));
        isFirst = false;
        yield decoder.decode(bytes as Buffer, { stream: true });
      }
    } catch (error) {
      if (!isBrokenArchive(error)) throw error;
      this.broken = true;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  }

  async #bytes(): Promise<Readable> {
    const isGzip = await this.#isGzip();
    const plain = createReadStream(this.path, { highWaterMark: 256 * 1_024 });
    if (!isGzip) return plain;
    // With this flush a cut-off archive gives all it holds instead of an error.
    const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    // Errors reach the reader of the last stream.
    return pipeline(plain, gunzip, () => undefined);
  }

  async #isGzip(): Promise<boolean> {
    const file = await open(this.path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await file.close();
    }
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

const isBrokenArchive = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true;

import { crc32 } from 'node:zlib';

/** What stands at the end of a text of a run with a ledger: who sent it, as which of his, and its CRC. */
export interface Stamp {
  readonly run: string;
  readonly sender: number;
  readonly seq: number;
}

const pattern = /^(.*) ~([a-z0-9]{1,12})\.(\d{1,9})\.(\d{1,12})\.([0-9a-f]{8})$/su;

/** CRC-32 of the text's UTF-8. */
export const textCrc = (text: string): number => crc32(text);

const sum = (text: string, { run, sender, seq }: Stamp) =>
  crc32(`${run}.${sender}.${seq}.${text}`).toString(16).padStart(8, '0');

export const stamped = (text: string, stamp: Stamp): string =>
  `${text} ~${stamp.run}.${stamp.sender}.${stamp.seq}.${sum(text, stamp)}`;

/** The stamp of a text, or undefined where it has none or one that does not fit its text. */
export function stampOf(text: string): Stamp | undefined {
  const [, body, run, sender, seq, crc] = pattern.exec(text) ?? [];
  if (body === undefined || run === undefined) return undefined;
  const stamp = { run, sender: Number(sender), seq: Number(seq) };
  return sum(body, stamp) === crc ? stamp : undefined;
}

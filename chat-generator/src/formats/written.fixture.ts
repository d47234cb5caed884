import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportLine } from '@livechat/contracts';
import { onTestFinished } from 'vitest';
import { ChatLog, type LogReport } from './chat-log.ts';
import { importLines } from './import-lines.ts';

export const end = Date.parse('2026-01-10T12:00:00Z');

/** A file with this content, gone after the test. */
export async function written(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chat-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'log');
  await writeFile(path, content);
  return path;
}

export interface ReadLog {
  readonly lines: readonly ImportLine[];
  readonly report: LogReport;
}

/** What the importer makes of a file with this content, for stream `s1`. */
export async function readLog(content: string | Uint8Array, start?: number): Promise<ReadLog> {
  const log = await ChatLog.open(await written(content), { start, end });
  const report = log.emptyReport();
  const lines: ImportLine[] = [];
  for await (const line of importLines(log, 's1', report)) lines.push(line);
  return { lines, report };
}

export const jsonLines = (...values: readonly unknown[]): string =>
  values
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)) + '\n')
    .join('');

/** Short forms to compare: `12:00:01.500 name: text` and the like, times of day in UTC. */
export const brief = ({ lines }: ReadLog): readonly string[] =>
  lines.map((line) => {
    const time = new Date(line.at).toISOString().slice(11, 23);
    if (line.kind === 'message') return `${time} ${line.author.displayName}: ${line.text}`;
    if (line.kind === 'removal') return `${time} removal`;
    const length = line.kind === 'ban' && line.seconds !== undefined ? ` ${line.seconds} s` : '';
    return `${time} ${line.kind} ${line.authorId}${length}`;
  });

export const messages = ({ lines }: ReadLog) =>
  lines.filter((line): line is Extract<ImportLine, { kind: 'message' }> => line.kind === 'message');

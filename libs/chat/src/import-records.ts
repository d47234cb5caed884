import {
  AppError,
  importLine,
  type ImportLine,
  type RawChat,
  type Target,
} from '@livechat/contracts';
import type { ImportMemory } from './import-memory.ts';
import { cleanLine, cleanText, type TextBounds } from './message-text.ts';

type Line<K extends ImportLine['kind']> = Extract<ImportLine, { kind: K }>;

/** A line of an import, or why it is none. */
export function parsedLine(text: string): ImportLine | string {
  try {
    const parsed = importLine.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'wrong shape';
  } catch {
    return 'not JSON';
  }
}

/** Whether a line points at messages whose offsets must be known first. */
export const looksBack = (line: ImportLine, memory: ImportMemory): boolean =>
  line.kind !== 'message' || (line.replyTo !== undefined && !memory.message(line.replyTo));

/** The records a line becomes, or why it becomes none. */
export function recordsOf(
  streamId: string,
  line: ImportLine,
  memory: ImportMemory,
  bounds: TextBounds,
): readonly RawChat[] | string {
  switch (line.kind) {
    case 'message':
      return isForeign(line.author.id) ? message(streamId, line, memory, bounds) : notForeign;
    case 'removal': {
      const target = memory.take(line.target);
      return target ? [removal(streamId, target, line.at)] : 'removal of an unknown message';
    }
    case 'removals':
      return memory.takeAllOf(line.authorId).map((target) => removal(streamId, target, line.at));
    case 'ban':
      return isForeign(line.authorId) ? [ban(streamId, line)] : notForeign;
  }
}

/** Authors carry their platform (`twitch:123`), so that nobody is made to have said what he did not. */
const isForeign = (authorId: string): boolean => /^[a-z0-9_-]{1,20}:./.test(authorId);
const notForeign = 'author without a platform';

function message(
  streamId: string,
  line: Line<'message'>,
  memory: ImportMemory,
  bounds: TextBounds,
): readonly RawChat[] | string {
  const { id, at, author } = line;
  try {
    const text = cleanText(line.text, bounds);
    const displayName = cleanLine(author.displayName).trim() || author.id;
    const replyTo = line.replyTo === undefined ? undefined : memory.quote(line.replyTo);
    memory.say(id, displayName, text);
    const from = { ...author, displayName, kind: 'member' as const };
    const fields = { type: 'message.posted' as const, streamId, id, at, author: from, text };
    return [{ ...fields, ...(replyTo && { replyTo }) }];
  } catch (error) {
    if (error instanceof AppError) return `text is ${error.code}`;
    throw error;
  }
}

function ban(streamId: string, line: Line<'ban'>): RawChat {
  const { at, authorId: userId, seconds } = line;
  const fields = { streamId, id: `import:${at}:${userId}`.slice(0, 80), at, userId, by: 'import' };
  if (seconds === undefined) return { type: 'chatter.banned', ...fields };
  return { type: 'chatter.timed_out', ...fields, until: at + seconds * 1_000 };
}

/** The id names its target, so that a second import makes a copy, which counts nowhere. */
const removal = (streamId: string, target: Target, at: number): RawChat => ({
  type: 'message.removed',
  streamId,
  id: `import:removed:${target.offset}`,
  at,
  target,
  by: 'import',
});

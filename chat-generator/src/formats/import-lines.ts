import { importLine, type ImportLine } from '@livechat/contracts';
import { leaveOut, type ChatLog, type LogReport } from './chat-log.ts';
import type { Draft, ForeignAuthor } from './format.ts';
import type { Timed } from './ordered.ts';
import { uuid5 } from './uuid5.ts';

const longestName = 100;

/** Id of an imported message: the same for the same message, whatever file it comes from. */
export const importedId = (streamId: string, platform: string, foreignId: string): string =>
  uuid5(streamId, platform, foreignId);

/**
 * A log as lines to import into a stream, oldest first. Removals of messages that are not in the
 * log are left out, as are answers to such.
 */
export async function* importLines(
  log: ChatLog,
  streamId: string,
  report: LogReport,
): AsyncGenerator<ImportLine, void, undefined> {
  const targets = new Set<string>();
  const present = new Set<string>();
  for await (const timed of log.drafts(report, (draft) => notePointed(draft, targets))) {
    const { draft } = timed;
    if (draft.kind === 'message' && targets.has(key(draft.platform, draft.id))) {
      present.add(key(draft.platform, draft.id));
    }
    const line = lineOf(timed, streamId, present, report);
    if (line === undefined) continue;
    if (line.kind === 'message') report.messages += 1;
    else report.moderations += 1;
    yield line;
  }
}

const key = (platform: string, id: string) => `${platform}:${id}`;

/** The messages that removals and answers point at: only these must be remembered. */
function notePointed(draft: Draft, targets: Set<string>): void {
  if (draft.kind === 'removal') targets.add(key(draft.platform, draft.target));
  if (draft.kind === 'message' && draft.replyTo !== undefined) {
    targets.add(key(draft.platform, draft.replyTo));
  }
}

function lineOf(
  { draft, where }: Timed,
  streamId: string,
  present: ReadonlySet<string>,
  report: LogReport,
): ImportLine | undefined {
  if (draft.kind === 'removal' && !present.has(key(draft.platform, draft.target))) {
    leaveOut(report, 'removal_without_message', where);
    return undefined;
  }
  const parsed = importLine.safeParse(contentOf(draft, streamId, present));
  if (parsed.success) return parsed.data;
  leaveOut(report, 'invalid', where);
  return undefined;
}

function contentOf(draft: Draft, streamId: string, present: ReadonlySet<string>): unknown {
  const { platform, at } = draft;
  const idOf = (foreignId: string) => importedId(streamId, platform, foreignId);
  if (draft.kind === 'removal') return { kind: 'removal', at, target: idOf(draft.target) };
  if (draft.kind === 'message') {
    const { kind, id, author, text, replyTo } = draft;
    const answers = replyTo !== undefined && present.has(key(platform, replyTo));
    const answered = answers ? { replyTo: idOf(replyTo) } : {};
    return { kind, at, id: idOf(id), author: authorOf(author), text, ...answered };
  }
  const { kind, authorId, seconds } = draft;
  const length = kind === 'removals' || seconds === undefined ? {} : { seconds };
  return { kind, at, authorId: key(platform, authorId), ...length };
}

const authorOf = ({ platform, id, name, role }: ForeignAuthor) => ({
  id: key(platform, id),
  displayName: [...name].slice(0, longestName).join('').slice(0, longestName),
  role,
});

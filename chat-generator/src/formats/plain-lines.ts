import { numberAt, textAt, valueAt } from './fields.ts';
import { skip, type Format, type Reading } from './format.ts';
import { lineRows, type Row } from './rows.ts';

const platform = 'lines';

/**
 * Lines `{at_ms, user, text}`, times counted from the log's begin. They have no ids: a message is
 * known by its line, its time, its author and its text, so that the same file adds nothing twice.
 */
export const plainLines: Format = {
  name: 'lines of at_ms, user and text',
  recognises: (rows, isOneDocument) =>
    !isOneDocument &&
    rows.some(({ value }) => valueAt(value, 'at_ms') !== undefined && textAt(value, 'user')),
  rows: lineRows,
  async survey(rows, hints) {
    let last = 0;
    for await (const { value } of rows) last = Math.max(last, numberAt(value, 'at_ms') ?? 0);
    const start = hints.start ?? hints.end - Math.round(last);
    return { reader: () => (row) => reading(row, start), notes: [] };
  },
};

function reading({ value, where }: Row, start: number): Reading {
  const [atMs, user, text] = [
    numberAt(value, 'at_ms'),
    textAt(value, 'user'),
    textAt(value, 'text'),
  ];
  if (atMs === undefined) return skip('no_time');
  if (user === undefined) return skip('no_author');
  if (text === undefined) return skip('no_text');
  const at = Math.round(start + atMs);
  const author = { platform, id: user, name: user, role: 'member' } as const;
  const id = JSON.stringify([where, atMs, user, text]);
  return { drafts: [{ kind: 'message', platform, id, at, author, text }] };
}

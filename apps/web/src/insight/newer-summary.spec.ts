import type { Summary } from '@livechat/contracts';
import { expect, it } from 'vitest';
import { isNewerSummary } from './newer-summary.ts';

const first = { epoch: 1, upTo: 20, revision: 0 } as Summary;

it.each([
  ['a later one', { upTo: 40 }, first, true],
  ['an earlier one', first, { upTo: 40 }, false],
  ['a revision of the same', { revision: 7 }, first, true],
  ['the one before a revision', first, { revision: 7 }, false],
  ['one of a newer log', { epoch: 2, upTo: 3 }, first, true],
  ['the recap, whatever was revised before', { final: true }, { revision: 9 }, true],
  ['a late revision of a part, after the recap', { revision: 9 }, { final: true }, false],
  ['a revision of the recap', { final: true, revision: 9 }, { final: true }, true],
] as const)('shows or not: %s', (_name, one, other, isShown) => {
  expect(isNewerSummary({ ...first, ...one }, { ...first, ...other })).toBe(isShown);
});

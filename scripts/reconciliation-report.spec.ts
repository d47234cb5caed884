import type { Reconciliation } from '@livechat/backends';
import { expect, test } from 'vitest';
import { MOST_NAMED, reportOf } from './reconciliation-report.mjs';

const sums = { accepted: 1_005, void: 5, archived: 1_000, messages: 990, labels: 990 };
const equal: Reconciliation = {
  streams: [{ streamId: 's', ...sums }],
  total: sums,
  differences: [],
  notes: [],
};

test('equal stores are said to be equal, stream by stream and in total', () => {
  const figures = 'accepted 1,005 less void 5 = 1,000, archived 1,000; messages 990, labels 990';
  expect(reportOf(equal)).toEqual([
    `s: ${figures}`,
    `1 streams: ${figures}`,
    'Equal: no difference was found.',
  ]);
});

test('each difference is one line that says where it is and what', () => {
  const lines = reportOf({
    ...equal,
    differences: [
      { kind: 'wrong prev', streamId: 's', offset: 7, detail: '3 instead of 5' },
      { kind: 'wrong ordinals', streamId: 's' },
    ],
    notes: ['1 streams are not analysed to their end after 60 s'],
  });
  expect(lines.slice(2)).toEqual([
    'Note: 1 streams are not analysed to their end after 60 s.',
    's 7: wrong prev (3 instead of 5)',
    's: wrong ordinals',
    '2 differences:',
    '  1 × wrong prev',
    '  1 × wrong ordinals',
  ]);
});

test('of many differences the first hundred are named and all are counted', () => {
  const differences = Array.from({ length: 1_234 }, (_, offset) => ({
    kind: 'missing label' as const,
    streamId: 's',
    offset,
  }));
  const lines = reportOf({ ...equal, differences });
  expect(lines.filter((line) => line.startsWith('s ')).length).toBe(MOST_NAMED);
  expect(lines.slice(-2)).toEqual(['1,234 differences:', '  1,234 × missing label']);
});

test('of many streams the first hundred are named', () => {
  const streams = Array.from({ length: 150 }, (_, i) => ({ streamId: `s${i}`, ...sums }));
  expect(reportOf({ ...equal, streams })[100]).toBe('… and 50 more streams');
});

import type { Summary } from '@livechat/contracts';
import { expect, it } from 'vitest';
import { question } from './insight.fixture.ts';
import { standingQuestions } from './standing-questions.ts';

const asked = (offset: number, askers = 1) => ({ offset, text: `at ${offset}`, askers });
const summary = (...questions: Summary['questions']) => ({ epoch: 1, questions }) as Summary;
const placed = (id: string, more: object, epoch = 1) => ({ ...question(id, more), epoch });

it('questions of a summary carry the askers of the board, once each', () => {
  const board = [placed('q', { offsets: [4, 9], askers: 12 })];
  expect(standingQuestions(summary(asked(9), asked(4, 2)), board)).toEqual([asked(9, 12)]);
});

it('questions of a summary stand by the askers of the board', () => {
  const board = [
    placed('a', { offsets: [4], askers: 2 }),
    placed('b', { offsets: [9], askers: 7 }),
  ];
  expect(standingQuestions(summary(asked(4, 5), asked(9)), board)).toEqual([
    asked(9, 7),
    asked(4, 2),
  ]);
});

it('questions of a summary are gone once they are answered or dismissed', () => {
  const board = [
    placed('a', { offsets: [4], state: 'answered' }),
    placed('b', { offsets: [9], state: 'dismissed' }),
  ];
  expect(standingQuestions(summary(asked(4), asked(9), asked(11)), board)).toEqual([asked(11)]);
});

it('questions of a summary stay as they are where the board is of another log', () => {
  const board = [placed('a', { offsets: [4], state: 'answered' }, 2)];
  expect(standingQuestions(summary(asked(4)), board)).toEqual([asked(4)]);
});

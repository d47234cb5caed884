import { describe, expect, it } from 'vitest';
import { question } from './insight.fixture.ts';
import { inShownOrder, questionGroups } from './question-groups.ts';

const placed = (...given: Parameters<typeof question>) => ({ ...question(...given), epoch: 1 });
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('groups of questions', () => {
  it('have the open ones by rank, then by askers, then the newest first', () => {
    const { open } = questionGroups([
      placed('few', { askers: 2 }),
      placed('old', { askers: 5, at: 1 }),
      placed('loaded', { askers: 9, rank: 3 }),
      placed('new', { askers: 5, at: 2 }),
      placed('done', { askers: 20, state: 'answered' }),
    ]);
    expect(ids(open)).toEqual(['new', 'old', 'loaded', 'few']);
  });

  it('have what was decided by age', () => {
    const { answered, dismissed } = questionGroups([
      placed('one', { state: 'answered', at: 1, askers: 9 }),
      placed('two', { state: 'answered', at: 2 }),
      placed('no', { state: 'dismissed' }),
    ]);
    expect([ids(answered), ids(dismissed)]).toEqual([['two', 'one'], ['no']]);
  });

  it('keep the order on screen, with what is new at the end', () => {
    const items = [placed('c'), placed('new'), placed('a')];
    expect(ids(inShownOrder(items, ['a', 'b', 'c']))).toEqual(['a', 'c', 'new']);
  });
});

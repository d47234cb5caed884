import { describe, expect, it } from 'vitest';
import { Recall } from './recall.ts';

describe('recalling what was written', () => {
  it('goes back to the oldest and forth to the empty box', () => {
    const recall = new Recall();
    expect(recall.older()).toBeUndefined();
    for (const text of ['one', 'two', 'one', 'three']) recall.keep(text);
    expect([1, 2, 3, 4].map(() => recall.older())).toEqual(['three', 'one', 'two', 'two']);
    expect([1, 2, 3, 4].map(() => recall.newer())).toEqual(['one', 'three', '', '']);
  });

  it('replaces nothing that was typed by hand', () => {
    const recall = new Recall();
    recall.keep('one');
    expect(recall.fits('')).toBe(true);
    expect(recall.fits('draft')).toBe(false);
    expect(recall.fits(recall.older() ?? '')).toBe(true);
  });

  it('keeps only so many', () => {
    const recall = new Recall();
    for (let i = 0; i < 50; i++) recall.keep(`${i}`);
    for (let i = 0; i < 60; i++) recall.older();
    expect(recall.older()).toBe('30');
  });
});

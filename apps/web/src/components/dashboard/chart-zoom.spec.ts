import { describe, expect, it } from 'vitest';
import { placeInZoom, wholeZoom, zoomOf } from './chart-zoom.ts';

const range = { from: 1_000, to: 2_000 };

describe('marks over a chart', () => {
  it('stand at their time', () => {
    expect(placeInZoom(1_250, range, wholeZoom)).toBe(0.25);
    expect(placeInZoom(999, range, wholeZoom)).toBeUndefined();
    expect(placeInZoom(2_001, range, wholeZoom)).toBeUndefined();
  });

  it('follow when one zooms in, and leave where their time is no longer seen', () => {
    const zoom = { start: 20, end: 60 };
    expect(placeInZoom(1_400, range, zoom)).toBeCloseTo(0.5);
    expect(placeInZoom(1_100, range, zoom)).toBeUndefined();
  });

  it('read a zoom from both forms of the event', () => {
    expect(zoomOf({ start: 1, end: 2 }, wholeZoom)).toEqual({ start: 1, end: 2 });
    expect(zoomOf({ batch: [{ start: 3, end: 4 }] }, wholeZoom)).toEqual({ start: 3, end: 4 });
    expect(zoomOf({}, wholeZoom)).toBe(wholeZoom);
  });
});

/** The part of a chart's time that is seen, in percent of all of it. */
export interface Zoom {
  readonly start: number;
  readonly end: number;
}

export const wholeZoom: Zoom = { start: 0, end: 100 };

/** What a zoom event of the charts says, in either of its forms. */
export function zoomOf(event: object, now: Zoom): Zoom {
  const { batch, ...whole } = event as Partial<Zoom> & { batch?: readonly Partial<Zoom>[] };
  const { start, end } = batch?.[0] ?? whole;
  return start === undefined || end === undefined ? now : { start, end };
}

/** Where a time stands between the left end, 0, and the right end, 1, of what is seen; undefined outside. */
export function placeInZoom(
  at: number,
  { from, to }: { readonly from: number; readonly to: number },
  { start, end }: Zoom,
): number | undefined {
  const share = ((at - from) / (to - from)) * 100;
  const place = (share - start) / (end - start);
  return place >= 0 && place <= 1 ? place : undefined;
}

const minuteMs = 60_000;

export interface RunningTime {
  readonly hours: number;
  readonly minutes: number;
}

/** Whole hours and minutes between two times; never negative, clocks may differ a little. */
export function runningTime(from: number, to: number): RunningTime {
  const minutes = Math.max(0, Math.floor((to - from) / minuteMs));
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

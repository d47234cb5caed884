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

/** Where in a stream something stands: "4:05", "1:02:09"; what came before its begin is "0:00". */
export function streamTime(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes, seconds] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60, all % 60];
  const two = (value: number) => `${value}`.padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "3 hours ago", "2시간 전"; what is under a minute old is `undefined`: just now. */
export function relativeTime(at: number, now: number, locale: string): string | undefined {
  const step = steps.find(([, ms]) => now - at >= ms);
  if (!step) return undefined;
  const [unit, ms] = step;
  const ago = -Math.floor((now - at) / ms);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(ago, unit);
}

/** The exact time, for a hover. */
export const exactTime = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);

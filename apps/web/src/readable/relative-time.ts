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
  new Intl.DateTimeFormat(regional(locale), {
    dateStyle: 'medium',
    timeStyle: 'medium',
  }).format(at);

/**
 * The reader's own kind of the page's language, e.g. en-GB where the page is in English: whether a day
 * has twelve hours or 24 hangs on it.
 */
function regional(locale: string): string {
  const isOf = (tag: string) => tag === locale || tag.startsWith(`${locale}-`);
  return navigator.languages.find(isOf) ?? locale;
}

/** Writes times of day, "20:46" or "8:46 PM". */
export function clockOf(locale: string): (at: number) => string {
  const format = new Intl.DateTimeFormat(regional(locale), { timeStyle: 'short' });
  return (at) => format.format(at);
}

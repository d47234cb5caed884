/** 950 → "950", 12,400 → "12.4k", in Korean "1.2만"; never more than one digit after the point. */
export function shortNumber(value: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  return format.format(value).replace('K', 'k');
}

/** All digits, grouped: what a short number shows on hover. */
export const exactNumber = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale).format(value);

/** −0.314 → "−0.31", 0.5 → "+0.50": the sign always stands, so that one reads a direction. */
export const signedNumber = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  })
    .format(value)
    .replace('-', '−');

/** 0.4231 → "42%". */
export const percent = (share: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);

import { Column } from 'typeorm';

const asNumber = {
  to: (value: number | null): number | null => value,
  from: (value: number | string | null): number | null => (value === null ? null : Number(value)),
};

/**
 * Column of milliseconds since 1970: whole seconds or microseconds would come out of the two
 * dialects' own date types, and MySQL answers a bigint as text.
 */
export const TimeColumn = ({ nullable = false } = {}): PropertyDecorator =>
  Column({ type: 'bigint', nullable, transformer: asNumber });

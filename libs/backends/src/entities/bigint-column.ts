import { Column } from 'typeorm';

const asNumber = {
  to: (value: number | null): number | null => value,
  from: (value: number | string | null): number | null => (value === null ? null : Number(value)),
};

/**
 * Column of whole numbers up to 2^53: ms since 1970, and offsets. The dialects' own date types
 * differ (whole seconds, microseconds), and MySQL answers a bigint as text.
 */
export const BigintColumn = ({ nullable = false } = {}): PropertyDecorator =>
  Column({ type: 'bigint', nullable, transformer: asNumber });

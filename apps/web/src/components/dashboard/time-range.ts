import type { Stream, TimelineQuery } from '@livechat/contracts';

export const rangeNames = ['quarter', 'hours', 'whole'] as const;
export type RangeName = (typeof rangeNames)[number];

export interface TimeRange {
  readonly from: number;
  readonly to: number;
  readonly step: TimelineQuery['step'];
}

export const stepMs: Readonly<Record<TimelineQuery['step'], number>> = {
  '10s': 10_000,
  '1m': 60_000,
  '5m': 300_000,
};

const minuteMs = 60_000;
const lengths = { quarter: 15 * minuteMs, hours: 120 * minuteMs, whole: Infinity } as const;

/** The part of a stream that all charts show, in the finest step that stays below about 250 pieces. */
export function timeRange(name: RangeName, stream: Stream, now: number): TimeRange {
  const to = stream.endedAt ?? now;
  const from = Math.max(stream.startedAt, to - lengths[name]);
  const step = to - from <= 40 * minuteMs ? '10s' : to - from <= 250 * minuteMs ? '1m' : '5m';
  return { from: Math.floor(from / stepMs[step]) * stepMs[step], to, step };
}

import type { EChartsCoreOption } from 'echarts/core';
import { signedNumber } from '../../readable/short-number.ts';
import { tokens } from '../../styles/tokens.ts';
import { chartFrame, placesOf, valueAxis, type ChartInput } from './chart-frame.ts';
import { moodPoint, scoreSpread, type MoodPoint } from './chart-series.ts';

interface PlacedPoint {
  readonly at: number;
  readonly point: MoodPoint | undefined;
}

/** Mood over time: its interval as a band, a line at zero, moments as flags. */
export function moodOption(input: ChartInput): EChartsCoreOption {
  const { buckets, theme, word } = input;
  const t = tokens[theme];
  const spread = scoreSpread(buckets);
  const points = placesOf(input).map(({ at, bucket }) => ({
    at,
    point: bucket && moodPoint(bucket, spread),
  }));
  return {
    ...chartFrame(input),
    yAxis: valueAxis(input, { min: -1, max: 1, interval: 0.5 }),
    series: [
      ...band(points, t.accent),
      {
        type: 'line',
        name: word('dashboard.mood.name'),
        data: valuesOf(points, ({ mean }) => mean),
        symbol: 'circle',
        symbolSize: 4,
        showSymbol: false,
        tooltip: {
          valueFormatter: (_value: unknown, index: number) => inWords(points[index]?.point, input),
        },
        lineStyle: { color: t.accent, width: 2 },
        itemStyle: { color: t.accent },
        markLine: { ...flags(input), lineStyle: { color: t.muted, type: 'dotted' } },
      },
      { type: 'line', data: [], markLine: zeroLine(t.muted) },
    ],
  };
}

/** Two stacked lines, the lower unseen: what lies between them is the interval. */
function band(points: readonly PlacedPoint[], color: string) {
  const line = {
    type: 'line',
    stack: 'band',
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
  };
  return [
    { ...line, name: 'low', data: valuesOf(points, ({ low }) => low) },
    {
      ...line,
      name: 'reach',
      data: valuesOf(points, ({ low, high }) => high - low),
      areaStyle: { color, opacity: 0.2 },
    },
  ];
}

/** Places without a point hold null, where lines break. */
const valuesOf = (points: readonly PlacedPoint[], value: (point: MoodPoint) => number) =>
  points.map(({ at, point }) => [at, point ? Math.round(value(point) * 1_000) / 1_000 : null]);

/** "+0.31 (+0.12 … +0.50)". */
function inWords(point: MoodPoint | undefined, { locale }: ChartInput): string {
  if (!point) return '–';
  const [mean, low, high] = [point.mean, point.low, point.high].map((value) =>
    signedNumber(value, locale),
  );
  return `${mean} (${low} … ${high})`;
}

const zeroLine = (color: string) => ({
  silent: true,
  symbol: 'none',
  label: { show: false },
  lineStyle: { color, type: 'solid', opacity: 0.6 },
  data: [{ yAxis: 0 }],
});

/** A line below each flag; what it stands for is said above the drawing (DashboardFlags). */
const flags = ({ moments, range }: ChartInput) => ({
  silent: true,
  symbol: ['none', 'none'],
  label: { show: false },
  data: moments
    .filter(({ chatters, peakAt }) => chatters > 0 && peakAt >= range.from && peakAt <= range.to)
    .map(({ peakAt }) => ({ xAxis: peakAt })),
});

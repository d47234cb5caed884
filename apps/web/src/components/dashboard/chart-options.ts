import { category, type Bucket, type Moment } from '@livechat/contracts';
import type { EChartsCoreOption } from 'echarts/core';
import { tokens, type ThemeName } from '../../styles/tokens.ts';
import { evenly, moodPoint } from './chart-series.ts';
import { stepMs, type TimeRange } from './time-range.ts';

/** All that a chart is drawn from; `word` gives the texts of the page's language. */
export interface ChartInput {
  readonly buckets: readonly Bucket[];
  readonly moments: readonly Moment[];
  readonly range: TimeRange;
  readonly theme: ThemeName;
  readonly locale: string;
  readonly word: (key: string) => string;
}

function placesOf({ buckets, range }: ChartInput) {
  return evenly(buckets, { ...range, step: stepMs[range.step] });
}

/** A canvas inherits no font. */
const bodyFont = () => getComputedStyle(document.body).fontFamily;

/** Axes, pointer and colours that all charts share, so that they read as one. */
function frame({ range, theme, locale }: ChartInput): EChartsCoreOption {
  const t = tokens[theme];
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  return {
    animation: false,
    textStyle: { fontFamily: bodyFont(), color: t.muted },
    grid: { left: 44, right: 16, top: 16, bottom: 28 },
    xAxis: {
      type: 'time',
      min: range.from,
      max: range.to,
      axisLine: { lineStyle: { color: t.sunken } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        color: t.muted,
        hideOverlap: true,
        formatter: (at: number) => time.format(at),
      },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: t.surface,
      borderWidth: 0,
      textStyle: { color: t.text, fontSize: 13 },
      axisPointer: { lineStyle: { color: t.muted, type: 'dashed' } },
    },
    dataZoom: [
      { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'ctrl', filterMode: 'none' },
    ],
  };
}

const valueAxis = ({ theme }: ChartInput, more: object = {}) => ({
  type: 'value',
  axisLabel: { color: tokens[theme].muted },
  splitLine: { lineStyle: { color: tokens[theme].sunken } },
  ...more,
});

/** Balance of moods: its interval as a band, a line at zero, moments as flags. */
export function moodOption(input: ChartInput): EChartsCoreOption {
  const { theme, range, word } = input;
  const t = tokens[theme];
  const points = placesOf(input).map(({ at, bucket }) => ({
    at,
    point: bucket && moodPoint(bucket, stepMs[range.step]),
  }));
  const data = (value: (p: NonNullable<(typeof points)[number]['point']>) => number) =>
    points.map(({ at, point }) => [at, point ? round(value(point)) : null]);
  const band = { type: 'line', stack: 'band', stackStrategy: 'all', symbol: 'none', silent: true };
  const hidden = { lineStyle: { opacity: 0 }, tooltip: { show: false } };
  return {
    ...frame(input),
    yAxis: valueAxis(input, { min: -1, max: 1, interval: 0.5 }),
    series: [
      { ...band, ...hidden, name: 'low', data: data((p) => p.low) },
      {
        ...band,
        ...hidden,
        name: 'reach',
        data: data((p) => p.high - p.low),
        areaStyle: { color: t.accent, opacity: 0.2 },
      },
      {
        type: 'line',
        name: word('dashboard.mood.balance'),
        data: data((p) => p.mean),
        symbol: 'circle',
        symbolSize: 4,
        showSymbol: false,
        lineStyle: { color: t.accent, width: 2 },
        itemStyle: { color: t.accent },
        markLine: { ...flags(input), lineStyle: { color: t.muted, type: 'dotted' } },
      },
      { type: 'line', data: [], markLine: zeroLine(t.muted) },
    ],
  };
}

const zeroLine = (color: string) => ({
  silent: true,
  symbol: 'none',
  label: { show: false },
  lineStyle: { color, type: 'solid', opacity: 0.6 },
  data: [{ yAxis: 0 }],
});

const flags = ({ moments, range, theme }: ChartInput) => ({
  silent: true,
  symbol: ['none', 'none'],
  label: { color: tokens[theme].muted, fontSize: 11, width: 150, overflow: 'truncate' },
  data: moments
    .filter(({ chatters, peakAt }) => chatters > 0 && peakAt >= range.from && peakAt <= range.to)
    .map(({ peakAt, label }) => ({ xAxis: peakAt, label: { formatter: `⚑ ${label}` } })),
});

/** Messages of each category, stacked; every piece stands for its whole step. */
export function categoryOption(input: ChartInput): EChartsCoreOption {
  const t = tokens[input.theme];
  const places = placesOf(input);
  return {
    ...frame(input),
    yAxis: valueAxis(input, { minInterval: 1 }),
    series: category.options.map((name) => ({
      type: 'line',
      name: input.word(`app.category.${name}`),
      stack: 'categories',
      symbol: 'none',
      lineStyle: { width: 0 },
      itemStyle: { color: t[name] },
      areaStyle: { color: t[name], opacity: 0.85 },
      data: places.map(({ at, bucket }) => [at, bucket?.categories[name] ?? 0]),
    })),
  };
}

/** Messages as bars, distinct chatters as a line on the same scale. */
export function volumeOption(input: ChartInput): EChartsCoreOption {
  const t = tokens[input.theme];
  const places = placesOf(input);
  const line = { type: 'line', step: 'middle', symbol: 'none' };
  return {
    ...frame(input),
    yAxis: valueAxis(input, { minInterval: 1 }),
    series: [
      {
        type: 'bar',
        name: input.word('dashboard.volume.messages'),
        barCategoryGap: '20%',
        itemStyle: { color: t.neutral, opacity: 0.6 },
        data: places.map(({ at, bucket }) => [at, bucket?.messages ?? 0]),
      },
      {
        ...line,
        name: input.word('dashboard.volume.chatters'),
        lineStyle: { color: t.accent, width: 2 },
        itemStyle: { color: t.accent },
        data: places.map(({ at, bucket }) => [at, bucket?.chatters ?? 0]),
      },
    ],
  };
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;

import type { Bucket, Moment } from '@livechat/contracts';
import type { EChartsCoreOption } from 'echarts/core';
import { clockOf, exactTime } from '../../readable/relative-time.ts';
import { tokens, type ThemeName } from '../../styles/tokens.ts';
import { evenly } from './chart-series.ts';
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

/** The pieces of the range, each at its place. */
export function placesOf({ buckets, range }: ChartInput) {
  return evenly(buckets, { ...range, step: stepMs[range.step] });
}

/** A canvas inherits no font. */
const bodyFont = () => getComputedStyle(document.body).fontFamily;

/** Axes, pointer and colours that all charts share, so that they read as one. */
export function chartFrame({ range, theme, locale }: ChartInput): EChartsCoreOption {
  const t = tokens[theme];
  const time = clockOf(locale);
  return {
    animation: false,
    textStyle: { fontFamily: bodyFont(), color: t.muted },
    // DashboardFlags is as wide as this.
    grid: { left: 44, right: 16, top: 20, bottom: 28 },
    xAxis: {
      type: 'time',
      min: range.from,
      max: range.to,
      axisLine: { lineStyle: { color: t.sunken } },
      axisTick: { show: false },
      splitLine: { show: false },
      minInterval: 60_000,
      axisPointer: {
        label: { formatter: ({ value }: { value: number }) => exactTime(value, locale) },
      },
      axisLabel: {
        color: t.muted,
        hideOverlap: true,
        formatter: time,
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

export const valueAxis = ({ theme }: ChartInput, more: object = {}) => ({
  type: 'value',
  axisLabel: { color: tokens[theme].muted },
  splitLine: { lineStyle: { color: tokens[theme].sunken } },
  ...more,
});

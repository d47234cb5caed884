import { category } from '@livechat/contracts';
import type { EChartsCoreOption } from 'echarts/core';
import { tokens } from '../../styles/tokens.ts';
import { chartFrame, placesOf, valueAxis, type ChartInput } from './chart-frame.ts';

/** Messages of each category, stacked; every piece stands for its whole step. */
export function categoryOption(input: ChartInput): EChartsCoreOption {
  const t = tokens[input.theme];
  const places = placesOf(input);
  return {
    ...chartFrame(input),
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
    ...chartFrame(input),
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

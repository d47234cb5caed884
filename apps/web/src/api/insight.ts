import {
  analysisFrame,
  momentList,
  summaryList,
  timeline,
  type AnalysisFrame,
  type Moment,
  type Summary,
  type Timeline,
  type TimelineQuery,
} from '@livechat/contracts';
import { request } from './http.ts';

const pathOf = (streamId: string, rest: string) =>
  `/chat/v1/streams/${encodeURIComponent(streamId)}/${rest}`;

/** The newest analysis of a stream, undefined while it has none. */
export async function newestAnalysis(
  streamId: string,
  signal?: AbortSignal,
): Promise<AnalysisFrame | undefined> {
  const answer = { parse: (value: unknown) => analysisFrame.nullable().parse(value) };
  const found = await request({ path: pathOf(streamId, 'analysis'), answer, signal });
  return found ?? undefined;
}

/** The newest summary of a stream, undefined while it has none. */
export async function newestSummary(
  streamId: string,
  signal?: AbortSignal,
): Promise<Summary | undefined> {
  const path = pathOf(streamId, 'summaries');
  const { items } = await request({ path, query: { limit: 1 }, answer: summaryList, signal });
  return items[0];
}

/** The newest 100 moments of a stream, the newest first. */
export async function newestMoments(streamId: string, signal?: AbortSignal): Promise<Moment[]> {
  const path = pathOf(streamId, 'moments');
  return (await request({ path, query: { limit: 100 }, answer: momentList, signal })).items;
}

/** Pieces of a stream's time, ascending. */
export const timelineOf = (
  streamId: string,
  { from, to, step }: TimelineQuery,
  signal?: AbortSignal,
): Promise<Timeline> =>
  request({
    path: pathOf(streamId, 'analysis/timeline'),
    query: { from, to, step },
    answer: timeline,
    signal,
  });

import {
  analysisFrame,
  epoch,
  momentList,
  questionList,
  summaryList,
  timeline,
  type AnalysisFrame,
  type Moment,
  type Question,
  type Summary,
  type Timeline,
  type TimelineQuery,
} from '@livechat/contracts';
import type { InsightLists } from '../insight/stream-insight.ts';
import { request, type AnswerSchema } from './http.ts';

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

/** Answers say beside their items to which log these belong. */
const questionPage = questionList.extend({ epoch });
const momentPage = momentList.extend({ epoch });

interface Page<T> {
  readonly epoch: number;
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

/** 1,000 of each are read at most. */
const mostPages = 5;

/** Everything of a list, the newest first, from the newest epoch that has something. */
async function all<T>(path: string, answer: AnswerSchema<Page<T>>, signal?: AbortSignal) {
  const read = (cursor?: string) =>
    request({ path, query: { limit: 200, cursor }, answer, signal });
  let page = await read();
  const { epoch: newest } = page;
  const items = [...page.items];
  for (let pages = 1; page.next !== undefined && pages < mostPages; pages++) {
    page = await read(page.next);
    if (page.epoch !== newest) break;
    items.push(...page.items);
  }
  return { epoch: newest, items };
}

/** The questions and moments of a stream. */
export async function insightLists(streamId: string, signal?: AbortSignal): Promise<InsightLists> {
  const [questions, moments] = await Promise.all([
    all<Question>(pathOf(streamId, 'questions'), questionPage, signal),
    all<Moment>(pathOf(streamId, 'moments'), momentPage, signal),
  ]);
  return { questions, moments };
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

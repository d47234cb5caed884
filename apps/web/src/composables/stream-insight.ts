import {
  analysisFrame,
  logEvent,
  parsePosition,
  summary,
  type AnalysisFrame,
  type LogEvent,
  type Summary,
} from '@livechat/contracts';
import { shallowRef } from 'vue';
import { openFeed } from '../api/feed.ts';
import { insightLists, newestAnalysis, newestSummary } from '../api/insight.ts';
import { isNewerSummary } from '../insight/newer-summary.ts';
import {
  StreamInsight,
  type PlacedMoment,
  type PlacedQuestion,
} from '../insight/stream-insight.ts';
import { useCommands } from './commands.ts';
import { useFeed } from './feed.ts';
import { useLoading } from './loading.ts';
import { stateOf, type Decision } from './question-acts.ts';

const schemas = {
  analysis: analysisFrame,
  summary,
  'question.answered': logEvent,
  'question.dismissed': logEvent,
};

/** What is known of a stream beside its chat, as it comes: for pages that do not show the chat. */
export function useStreamInsight(streamId: string) {
  const frame = shallowRef<AnalysisFrame>();
  const newest = shallowRef<Summary>();
  const questions = shallowRef<readonly PlacedQuestion[]>([]);
  const moments = shallowRef<readonly PlacedMoment[]>([]);
  const insight = new StreamInsight();
  const ask = useCommands();
  /** Of the log that the feed tells of. */
  let epoch = 0;

  function show(): void {
    questions.value = insight.questions;
    moments.value = insight.moments;
  }

  function take(next: AnalysisFrame): void {
    if (!frame.value || next.upTo >= frame.value.upTo) frame.value = next;
  }

  function summarised(next: Summary): void {
    if (!newest.value || isNewerSummary(next, newest.value)) newest.value = next;
  }

  const newestFrame = useLoading(async (signal) => {
    const found = await newestAnalysis(streamId, signal);
    if (found) take(found);
  });
  const told = useLoading(async (signal) => {
    const found = await newestSummary(streamId, signal);
    if (found) summarised(found);
  });
  const lists = useLoading(async (signal) => {
    const put = insight.reading();
    const found = await insightLists(streamId, signal);
    put(found);
    epoch ||= found.questions.epoch;
    show();
  });

  function heard(event: LogEvent): void {
    insight.hear(event);
    show();
  }

  const handlers = {
    analysis: (next: AnalysisFrame, lastId: string) => {
      epoch = parsePosition(lastId)?.epoch ?? epoch;
      insight.take(next, epoch);
      take(next);
      show();
    },
    summary: summarised,
    'question.answered': heard,
    'question.dismissed': heard,
  };
  const url = `/chat/v1/streams/${encodeURIComponent(streamId)}/events`;
  // What was told while nobody listened is read.
  useFeed(() => {
    for (const { load } of [newestFrame, told, lists]) void load();
    return openFeed(url, schemas, handlers);
  });

  /** Decides a question as its moderator; it shows at once. Rejects with RequestError. */
  async function decide(name: Decision, id: string): Promise<void> {
    const { offset } = await ask(`question:${name}`, { streamId, id });
    insight.decide(id, stateOf[name], offset);
    show();
  }

  return { frame, summary: newest, questions, moments, lists, decide };
}

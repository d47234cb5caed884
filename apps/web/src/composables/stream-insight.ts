import { analysisFrame, type AnalysisFrame, type Moment } from '@livechat/contracts';
import { shallowRef } from 'vue';
import { openFeed } from '../api/feed.ts';
import { newestAnalysis, newestMoments } from '../api/insight.ts';
import { useFeed } from './feed.ts';
import { useLoading } from './loading.ts';

/** The newest analysis of a stream and its moments, as they come. */
export function useStreamInsight(streamId: string) {
  const frame = shallowRef<AnalysisFrame>();
  const moments = shallowRef<ReadonlyMap<string, Moment>>(new Map());

  const remember = (found: readonly Moment[]) => {
    if (found.length === 0) return;
    moments.value = new Map([...moments.value, ...found.map((each) => [each.id, each] as const)]);
  };

  function take(next: AnalysisFrame): void {
    if (frame.value && next.upTo < frame.value.upTo) return;
    frame.value = next;
    remember(next.moments);
  }

  const { fault, load } = useLoading(async (signal) => {
    const [newest, found] = await Promise.all([
      newestAnalysis(streamId, signal),
      newestMoments(streamId, signal),
    ]);
    remember(found);
    if (newest) take(newest);
  });
  void load();

  const url = `/chat/v1/streams/${encodeURIComponent(streamId)}/events`;
  useFeed(() => openFeed(url, { analysis: analysisFrame }, { analysis: take }));
  return { frame, moments, fault, load };
}

import type { AnalysisFrame, Summary } from '@livechat/contracts';
import { onScopeDispose, watch, type Ref } from 'vue';
import { newestAnalysis, newestSummary } from '../api/insight.ts';
import { useLoading } from './loading.ts';

const againMs = 30_000;

export interface CardInsight {
  readonly analysis: AnalysisFrame | undefined;
  readonly summary: Summary | undefined;
}

/** Mood and summary of a card, read when it comes into sight and, where live, again twice a minute. */
export function useCardInsight(
  streamId: string,
  when: { readonly isOnScreen: Readonly<Ref<boolean>>; readonly isLive: () => boolean },
) {
  const { data, fault, load } = useLoading<CardInsight>(async (signal) => {
    const [analysis, summary] = await Promise.all([
      newestAnalysis(streamId, signal),
      newestSummary(streamId, signal),
    ]);
    return { analysis, summary };
  });
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    clearTimeout(timer);
    const isSeen = when.isOnScreen.value && document.visibilityState === 'visible';
    if (isSeen && (when.isLive() || data.value === undefined)) await load();
    // Spread, so that a full lobby does not ask all at once.
    if (when.isOnScreen.value)
      timer = setTimeout(() => void look(), againMs * (0.8 + Math.random() * 0.4));
  }

  watch(when.isOnScreen, look, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return { insight: data, fault };
}

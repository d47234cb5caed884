import type { AnalysisFrame, Summary } from '@livechat/contracts';
import { onScopeDispose, watch, type Ref } from 'vue';
import { newestAnalysis, newestSummary } from '../api/insight.ts';
import { useLoading } from './loading.ts';

const againMs = 60_000;
/** Of a young stream nothing is known yet: it is looked at again sooner. */
const soonMs = 15_000;

export interface CardInsight {
  readonly analysis: AnalysisFrame | undefined;
  readonly summary: Summary | undefined;
}

/**
 * Mood and summary of a card, read when it comes into sight and, where live, again every minute:
 * servers allow an address some 30 reads a minute. Ended streams have only the mood read.
 */
export function useCardInsight(
  streamId: string,
  when: { readonly isOnScreen: Readonly<Ref<boolean>>; readonly isLive: () => boolean },
) {
  const { data, fault, load } = useLoading<CardInsight>(async (signal) => {
    const [analysis, summary] = await Promise.all([
      newestAnalysis(streamId, signal),
      when.isLive() ? newestSummary(streamId, signal) : undefined,
    ]);
    return { analysis, summary };
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = 0;

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (!when.isOnScreen.value) return;
    const isDue = performance.now() >= dueAt && document.visibilityState === 'visible';
    if (isDue) await read();
    const restMs = Math.max(soonMs, dueAt - performance.now());
    if (Number.isFinite(restMs)) timer = setTimeout(() => void look(), restMs);
  }

  async function read(): Promise<void> {
    await load();
    const pauseMs = data.value?.analysis ? againMs : soonMs;
    // Spread, so that a full lobby does not ask all at once; an ended stream changes no more.
    const isFinal = data.value !== undefined && !when.isLive();
    dueAt = isFinal ? Infinity : performance.now() + pauseMs * (0.8 + Math.random() * 0.4);
  }

  watch(when.isOnScreen, look, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return { insight: data, fault };
}

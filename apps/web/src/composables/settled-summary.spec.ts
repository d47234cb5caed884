import type { Summary } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue';
import { useSettledSummary } from './settled-summary.ts';

const summary = (id: string) => ({ id }) as Summary;

describe('the summary on screen', () => {
  const newest = shallowRef<Summary>();
  let scope: EffectScope;
  let settled: ReturnType<typeof useSettledSummary>;
  const tell = async (id: string) => {
    newest.value = summary(id);
    await nextTick();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    newest.value = undefined;
    scope = effectScope();
    settled = scope.run(() => useSettledSummary(() => newest.value))!;
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });

  it('is the newest, marked for a while where it replaced another', async () => {
    await tell('one');
    expect(settled.shown.value?.id).toBe('one');
    expect(settled.isFresh.value).toBe(false);
    await tell('two');
    expect(settled.isFresh.value).toBe(true);
    vi.advanceTimersByTime(10_000);
    expect(settled.isFresh.value).toBe(false);
  });

  it('waits while the reader is at it, until he asks for the newer one or goes', async () => {
    await tell('one');
    settled.isHeld.value = true;
    await tell('two');
    expect(settled.shown.value?.id).toBe('one');
    expect(settled.isWaiting.value).toBe(true);
    settled.show();
    expect(settled.shown.value?.id).toBe('two');
    await tell('three');
    settled.isHeld.value = false;
    await nextTick();
    expect(settled.shown.value?.id).toBe('three');
    expect(settled.isWaiting.value).toBe(false);
  });

  it('shows the first one even to a reader who waits for it', async () => {
    settled.isHeld.value = true;
    await tell('one');
    expect(settled.shown.value?.id).toBe('one');
  });
});

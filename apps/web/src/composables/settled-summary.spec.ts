import type { Summary } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, shallowRef, type EffectScope } from 'vue';
import { useSettledSummary } from './settled-summary.ts';

const summary = (id: string, revision = 0) => ({ id, revision }) as Summary;

describe('the summary on screen', () => {
  const newest = shallowRef<Summary>();
  const isHeld = ref(false);
  let scope: EffectScope;
  let settled: ReturnType<typeof useSettledSummary>;
  const tell = async (id: string, revision = 0) => {
    newest.value = summary(id, revision);
    await nextTick();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    newest.value = undefined;
    isHeld.value = false;
    scope = effectScope();
    settled = scope.run(() =>
      useSettledSummary(
        () => newest.value,
        () => isHeld.value,
      ),
    )!;
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
    isHeld.value = true;
    await tell('two');
    expect(settled.shown.value?.id).toBe('one');
    expect(settled.isWaiting.value).toBe(true);
    settled.show();
    expect(settled.shown.value?.id).toBe('two');
    await tell('three');
    isHeld.value = false;
    await nextTick();
    expect(settled.shown.value?.id).toBe('three');
    expect(settled.isWaiting.value).toBe(false);
  });

  it('shows the first one even to a reader who waits for it', async () => {
    isHeld.value = true;
    await tell('one');
    expect(settled.shown.value?.id).toBe('one');
  });

  it('is replaced by its own revision at once: what it cites may be gone', async () => {
    await tell('one');
    isHeld.value = true;
    await tell('one', 7);
    expect(settled.shown.value?.revision).toBe(7);
  });
});

import type { Summary } from '@livechat/contracts';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';

const markedMs = 8_000;

/**
 * The summary that is shown: the newest, unless the reader is at it (`isHeld`). Then the one he reads
 * stays until he asks for the newer one, or goes; only a revision of the same one replaces it at
 * once, since what it cites may have been removed.
 */
export function useSettledSummary(newest: () => Summary | undefined, isHeld: () => boolean) {
  const shown = shallowRef(newest());
  const isFresh = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isWaiting = computed(() => shown.value !== newest());

  function show(): void {
    if (shown.value === newest()) return;
    isFresh.value = shown.value !== undefined;
    shown.value = newest();
    clearTimeout(timer);
    timer = setTimeout(() => (isFresh.value = false), markedMs);
  }

  watch([newest, isHeld], () => {
    const isRevision = shown.value?.id === newest()?.id;
    if (!isHeld() || !shown.value || isRevision) show();
  });
  onScopeDispose(() => clearTimeout(timer));

  return {
    shown,
    /** The one shown came a moment ago. */
    isFresh,
    /** There is a newer one than the one shown. */
    isWaiting,
    show,
  };
}

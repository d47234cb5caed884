import type { Summary } from '@livechat/contracts';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';

const markedMs = 8_000;

/**
 * The summary that is shown: the newest, unless the reader is at it. Then the one he reads stays
 * until he asks for the newer one, or goes.
 */
export function useSettledSummary(newest: () => Summary | undefined) {
  const shown = shallowRef(newest());
  const isHeld = ref(false);
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
    if (!isHeld.value || !shown.value) show();
  });
  onScopeDispose(() => clearTimeout(timer));

  return {
    shown,
    /** Set while the reader points at the summary or has the focus in it. */
    isHeld,
    /** The one shown came a moment ago. */
    isFresh,
    /** There is a newer one than the one shown. */
    isWaiting,
    show,
  };
}

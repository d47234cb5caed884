import { computed, ref } from 'vue';

/**
 * Whether the reader is at a part of the page: points at it, or has the focus in it. The handlers are
 * bound to its outermost element (`v-on`).
 */
export function useHeld() {
  const isPointed = ref(false);
  const hasFocus = ref(false);
  const handlers = {
    pointerenter: () => (isPointed.value = true),
    pointerleave: () => (isPointed.value = false),
    focusin: () => (hasFocus.value = true),
    focusout: ({ currentTarget, relatedTarget }: FocusEvent) => {
      hasFocus.value = (currentTarget as Node).contains(relatedTarget as Node | null);
    },
  };
  return { isHeld: computed(() => isPointed.value || hasFocus.value), handlers };
}

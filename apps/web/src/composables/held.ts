import { computed, ref } from 'vue';

/**
 * Whether the reader is at a part of the page: points at it, or went there with the keyboard; the focus
 * that a press leaves behind does not count. The handlers are bound to its outermost element (`v-on`).
 */
export function useHeld() {
  const isPointed = ref(false);
  const hasFocus = ref(false);
  const handlers = {
    pointerenter: () => (isPointed.value = true),
    pointerleave: () => (isPointed.value = false),
    focusin: ({ target }: FocusEvent) => {
      hasFocus.value = (target as Element).matches(':focus-visible');
    },
    focusout: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (!(currentTarget as Node).contains(relatedTarget as Node | null)) hasFocus.value = false;
    },
  };
  return { isHeld: computed(() => isPointed.value || hasFocus.value), handlers };
}

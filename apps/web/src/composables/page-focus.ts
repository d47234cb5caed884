import { nextTick, type Ref } from 'vue';
import { useRouter } from 'vue-router';

/** After going to another page the focus is at its begin, as after a page load of old. */
export function usePageFocus(content: Ref<HTMLElement | null>): void {
  useRouter().afterEach(async (to, from) => {
    const isFirst = from.matched.length === 0;
    if (isFirst || to.path === from.path) return;
    await nextTick();
    content.value?.focus({ preventScroll: true });
  });
}

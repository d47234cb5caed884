import { onBeforeUnmount, readonly, ref, watch, type Ref } from 'vue';

/**
 * The most height, px, that an element has had at its present width: as the least height of what is
 * around it, what stands below moves only when the element outgrows all it was before.
 */
export function useKeptHeight(element: Readonly<Ref<HTMLElement | null>>) {
  const height = ref(0);
  let width = 0;
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { offsetHeight, offsetWidth } = entry.target as HTMLElement;
    height.value = offsetWidth === width ? Math.max(height.value, offsetHeight) : offsetHeight;
    width = offsetWidth;
  });
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before);
      if (now) observer.observe(now);
      else height.value = width = 0;
    },
    { immediate: true, flush: 'post' },
  );
  onBeforeUnmount(() => observer.disconnect());
  return readonly(height);
}

import { onBeforeUnmount, readonly, ref, watch, type Ref } from 'vue';

/** Whether an element can be seen, or soon will be. */
export function useOnScreen(element: Ref<Element | null>) {
  const isOnScreen = ref(false);
  const observer = new IntersectionObserver(
    (entries) => (isOnScreen.value = entries.at(-1)?.isIntersecting ?? false),
    { rootMargin: '120px' },
  );
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before);
      if (now) observer.observe(now);
    },
    { immediate: true, flush: 'post' },
  );
  onBeforeUnmount(() => observer.disconnect());
  return readonly(isOnScreen);
}

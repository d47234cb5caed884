import { onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter } from 'vue';

/** True once something has been pending for 300 ms: quick answers show no skeleton at all. */
export function useSlow(pending: MaybeRefOrGetter<boolean>, afterMs = 300) {
  const isSlow = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => toValue(pending),
    (isPending) => {
      clearTimeout(timer);
      isSlow.value = false;
      if (isPending) timer = setTimeout(() => (isSlow.value = true), afterMs);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return isSlow;
}

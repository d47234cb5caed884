import { onScopeDispose, readonly, ref } from 'vue';

/** The time, looked at every `everyMs`: for ages and running times on screen. */
export function useNow(everyMs = 20_000) {
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return readonly(now);
}

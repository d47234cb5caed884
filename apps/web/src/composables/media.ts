import { onScopeDispose, readonly, ref } from 'vue';

/** Whether a media query holds, as it changes. */
export function useMedia(query: string) {
  const list = matchMedia(query);
  const holds = ref(list.matches);
  const look = () => (holds.value = list.matches);
  list.addEventListener('change', look);
  onScopeDispose(() => list.removeEventListener('change', look));
  return readonly(holds);
}

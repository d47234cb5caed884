import { onScopeDispose, readonly, ref } from 'vue';

/** Whether the browser has a network; that the server answers is another matter. */
export function useOnline() {
  const isOnline = ref(navigator.onLine);
  const look = () => (isOnline.value = navigator.onLine);
  window.addEventListener('online', look);
  window.addEventListener('offline', look);
  onScopeDispose(() => {
    window.removeEventListener('online', look);
    window.removeEventListener('offline', look);
  });
  return readonly(isOnline);
}

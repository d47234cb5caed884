import { onErrorCaptured, ref } from 'vue';
import { useRouter } from 'vue-router';

/**
 * True once the shown page failed, in its own code or because its file could not be loaded; the next
 * page starts afresh. The error goes on to the console, where a developer looks for it.
 */
export function usePageFaults() {
  const isBroken = ref(false);
  const router = useRouter();
  onErrorCaptured(() => {
    isBroken.value = true;
  });
  router.onError(() => (isBroken.value = true));
  router.beforeEach(() => {
    isBroken.value = false;
  });
  return isBroken;
}

import { onScopeDispose, ref, shallowRef } from 'vue';
import { codeOf, type RequestErrorCode } from '../api/http.ts';

/**
 * Something read from the server: what there is, whether it is being read, and what went wrong. A
 * newer reading cuts off the one before; what was read stays on screen while it is read again.
 */
export function useLoading<T>(read: (signal: AbortSignal) => Promise<T>) {
  const data = shallowRef<T>();
  const isPending = ref(false);
  const fault = ref<RequestErrorCode>();
  let controller = new AbortController();

  async function load(): Promise<void> {
    controller.abort();
    const { signal } = (controller = new AbortController());
    isPending.value = true;
    try {
      const found = await read(signal);
      if (signal.aborted) return;
      data.value = found;
      fault.value = undefined;
    } catch (error) {
      if (!signal.aborted) fault.value = codeOf(error);
    } finally {
      if (!signal.aborted) isPending.value = false;
    }
  }

  onScopeDispose(() => controller.abort());
  return { data, isPending, fault, load };
}

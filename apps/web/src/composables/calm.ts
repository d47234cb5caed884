import { onScopeDispose, readonly, ref, watch } from 'vue';

const lookEveryMs = 3_000;
/** What a reader of the screen can still follow, rows in that time. */
const calmRows = 5;

/** Whether rows come slowly enough to be read out, one by one; never at the very first. */
export function useCalm(rows: () => readonly { readonly key: string }[]) {
  const isCalm = ref(false);
  let count = 0;
  watch(rows, (now, before) => {
    const last = before.at(-1)?.key;
    const from = now.findLastIndex(({ key }) => key === last);
    count += now.length - 1 - from;
  });
  const timer = setInterval(() => {
    isCalm.value = count <= calmRows;
    count = 0;
  }, lookEveryMs);
  onScopeDispose(() => clearInterval(timer));
  return readonly(isCalm);
}

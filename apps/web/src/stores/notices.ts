import { defineStore } from 'pinia';
import { ref } from 'vue';

const shownMs = 6_000;

/** One short notice at a time, read out politely; the newest replaces the one before. */
export const useNoticesStore = defineStore('notices', () => {
  const text = ref<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(next: string): void {
    text.value = next;
    clearTimeout(timer);
    timer = setTimeout(hide, shownMs);
  }

  function hide(): void {
    clearTimeout(timer);
    text.value = undefined;
  }

  return { text, show, hide };
});

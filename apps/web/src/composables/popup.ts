import { nextTick, onBeforeUnmount, ref, watch, type Ref } from 'vue';

const itemsOf = (menu: HTMLElement) =>
  Array.from(menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([disabled])'));

const outside = ['pointerdown', 'focusin'] as const;

/** Where the focus goes from `index` of `count` items, or undefined for keys that move nothing. */
export function focusAfter(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

/**
 * A menu below its button as the ARIA practices have it: the focus goes in on opening, arrows, Home
 * and End move it, Escape gives it back, a press or focus elsewhere closes.
 */
export function usePopup(root: Ref<HTMLElement | null>, menu: Ref<HTMLElement | null>) {
  const isOpen = ref(false);

  function close(backToButton = false): void {
    isOpen.value = false;
    if (backToButton) root.value?.querySelector<HTMLElement>('[aria-haspopup]')?.focus();
  }

  const closeFromOutside = ({ target }: Event) => {
    if (!root.value?.contains(target as Node)) close();
  };

  watch(isOpen, async (open) => {
    ignoreOutside();
    if (!open) return;
    for (const name of outside) document.addEventListener(name, closeFromOutside);
    await nextTick();
    if (menu.value) itemsOf(menu.value)[0]?.focus();
  });
  onBeforeUnmount(ignoreOutside);

  function ignoreOutside(): void {
    for (const name of outside) document.removeEventListener(name, closeFromOutside);
  }

  function onKeydown(event: KeyboardEvent): void {
    if (!menu.value) return;
    if (event.key === 'Escape') return close(true);
    const items = itemsOf(menu.value);
    const index = items.indexOf(document.activeElement as HTMLElement);
    const next = focusAfter(event.key, index, items.length);
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }

  return { isOpen, close, onKeydown };
}

import { nextTick, onBeforeUpdate, onUpdated, ref, type Ref } from 'vue';

const nearPx = 40;

export interface ReadingNeeds {
  /** Whether the reader is at the end and goes on with it. */
  readonly isFollowing: () => boolean;
  readonly follow: (isFollowing: boolean) => void;
  readonly older: () => Promise<void>;
  readonly newer: () => Promise<void>;
}

/**
 * Keeps the reader in charge of a list that grows at both ends: at the bottom it follows, anywhere
 * else what he reads stays under his eye, whatever comes in above or below.
 */
export function useReading(list: Ref<HTMLElement | null>, needs: ReadingNeeds) {
  const isReading = ref(false);
  let anchor: { element: Element; top: number } | undefined;
  let isOurs = false;

  onBeforeUpdate(() => (anchor = needs.isFollowing() ? undefined : firstSeen(list.value)));
  onUpdated(settle);

  /** After new rows: to the end, or back to where the first row seen stood. */
  function settle(): void {
    const element = list.value;
    if (!element) return;
    if (needs.isFollowing()) return toEnd();
    if (!anchor?.element.isConnected) return;
    const moved = anchor.element.getBoundingClientRect().top - anchor.top;
    if (moved !== 0) scrollBy(moved);
  }

  function scrollBy(px: number): void {
    isOurs = true;
    list.value?.scrollBy({ top: px });
  }

  function toEnd(): void {
    const element = list.value;
    if (!element) return;
    const end = element.scrollHeight - element.clientHeight;
    if (Math.abs(element.scrollTop - end) < 1) return;
    isOurs = true;
    element.scrollTop = end;
  }

  function scrolled(): void {
    const element = list.value;
    if (!element) return;
    if (isOurs) return void (isOurs = false);
    const below = element.scrollHeight - element.clientHeight - element.scrollTop;
    if (below > nearPx && needs.isFollowing()) needs.follow(false);
    if (element.scrollTop < element.clientHeight) void read(needs.older);
    if (below < element.clientHeight && !needs.isFollowing()) void read(needs.newer);
    if (below <= 1 && !needs.isFollowing() && !isReading.value) void atEnd();
  }

  /** The end of what is shown may be the newest there is: then the reader follows again. */
  async function atEnd(): Promise<void> {
    await read(needs.newer);
    await nextTick();
    const element = list.value;
    if (!element) return;
    if (element.scrollHeight - element.clientHeight - element.scrollTop <= 1) needs.follow(true);
  }

  async function read(more: () => Promise<void>): Promise<void> {
    if (isReading.value) return;
    isReading.value = true;
    try {
      await more();
    } finally {
      isReading.value = false;
    }
  }

  return { scrolled, isReading };
}

/** The first row at least partly seen, and where it stands. */
function firstSeen(list: HTMLElement | null): { element: Element; top: number } | undefined {
  if (!list) return undefined;
  const edge = list.getBoundingClientRect().top;
  for (const element of list.querySelectorAll('[data-row]')) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > edge) return { element, top };
  }
  return undefined;
}

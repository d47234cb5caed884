import { onBeforeUnmount, onBeforeUpdate, onMounted, onUpdated, ref, type Ref } from 'vue';
import { codeOf, type RequestErrorCode } from '../api/http.ts';

export interface ReadingNeeds {
  /** Whether the reader is at the end and goes on with it. */
  readonly isFollowing: () => boolean;
  readonly follow: (isFollowing: boolean) => void;
  /** What is shown now, another object after each change. */
  readonly view: () => unknown;
  /** Whether there is more above and below what is shown. */
  readonly hasOlder: () => boolean;
  readonly hasNewer: () => boolean;
  readonly older: () => Promise<void>;
  readonly newer: () => Promise<void>;
}

interface Anchor {
  readonly element: Element;
  readonly top: number;
}

/** Rows seen that are remembered: the first may be removed while one reads. */
const anchors = 6;
/** Rounding of scroll positions, px. */
const sub = 2;

/**
 * Keeps the reader in charge of a list that grows at both ends: at the bottom it follows, anywhere
 * else what he reads stays under his eye, whatever comes in above or below. Rows are the elements
 * with `data-row`.
 */
export function useReading(list: Ref<HTMLElement | null>, needs: ReadingNeeds) {
  const isReading = ref(false);
  const fault = ref<RequestErrorCode>();
  let seen: readonly Anchor[] = [];
  /** Where the list stood when we last looked: what differs from it is the reader's doing. */
  let top = 0;
  let touchY = 0;
  /** For this view more was asked already: what came of it shows in the next one. */
  let askedFor: unknown;

  const element = () => list.value;
  const below = (e: HTMLElement) => e.scrollHeight - e.clientHeight - e.scrollTop;

  onBeforeUpdate(() => {
    const e = element();
    seen = e && !needs.isFollowing() ? rowsSeen(e) : [];
  });
  onUpdated(settle);
  const sizes = new ResizeObserver(settle);
  onMounted(() => {
    const e = element();
    if (e) sizes.observe(e);
    settle();
  });
  onBeforeUnmount(() => sizes.disconnect());

  /** After new rows or another size: to the end, or back to where the rows seen stood. */
  function settle(): void {
    const e = element();
    if (!e) return;
    if (needs.isFollowing()) e.scrollTop = e.scrollHeight;
    else e.scrollTop += movedBy(seen);
    seen = [];
    top = e.scrollTop;
    more();
  }

  function scrolled(): void {
    const e = element();
    if (!e || Math.abs(e.scrollTop - top) < sub) return;
    const isUp = e.scrollTop < top;
    top = e.scrollTop;
    fault.value = undefined;
    if (isUp) hold();
    else if (below(e) <= sub && !needs.isFollowing() && !needs.hasNewer()) needs.follow(true);
    more();
  }

  /** Before the first pixel has moved: the list may be growing too fast to be scrolled at all. */
  function hold(): void {
    const e = element();
    if (e && needs.isFollowing() && e.scrollHeight > e.clientHeight) needs.follow(false);
  }

  /** Reads on well before the reader comes to an end of what is shown. */
  function more(): void {
    const e = element();
    // A list that is not shown has no end to come near to.
    if (!e || fault.value || e.clientHeight === 0) return;
    const isShort = e.scrollHeight <= e.clientHeight;
    const isNearTop = !needs.isFollowing() && e.scrollTop < e.clientHeight * 1.5;
    if (needs.hasOlder() && (isShort || isNearTop)) void read(needs.older);
    else if (needs.hasNewer() && below(e) < e.clientHeight * 1.5) void read(needs.newer);
  }

  async function read(work: () => Promise<void>): Promise<void> {
    if (isReading.value || askedFor === needs.view()) return;
    askedFor = needs.view();
    isReading.value = true;
    try {
      await work();
    } catch (error) {
      fault.value = codeOf(error);
    } finally {
      isReading.value = false;
    }
  }

  function retry(): void {
    fault.value = askedFor = undefined;
    more();
  }

  const wheeled = ({ deltaY }: WheelEvent) => deltaY < 0 && hold();
  const touched = ({ touches }: TouchEvent) => (touchY = touches[0]?.clientY ?? 0);
  const dragged = ({ touches }: TouchEvent) => (touches[0]?.clientY ?? 0) - touchY > sub && hold();

  return { scrolled, wheeled, touched, dragged, hold, retry, isReading, fault };
}

/** By how much the first of the rows that is still there has moved, px. */
function movedBy(seen: readonly Anchor[]): number {
  const still = seen.find(({ element }) => element.isConnected);
  return still ? still.element.getBoundingClientRect().top - still.top : 0;
}

/** The first rows at least partly seen, and where they stand. */
function rowsSeen(list: HTMLElement): readonly Anchor[] {
  const edge = list.getBoundingClientRect().top;
  const rows = list.querySelectorAll(':scope > [data-row]');
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  return Array.from(rows)
    .slice(low, low + anchors)
    .map((element) => ({ element, top: element.getBoundingClientRect().top }));
}

// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, ref, shallowRef, useTemplateRef } from 'vue';
import { RequestError } from '../api/http.ts';
import { useReading } from './reading.ts';

const rowPx = 20;
const seenPx = 100;

/** Rows of 20 px in a list of 100 px: what a browser's layout would say. */
function layOut(list: HTMLElement): void {
  let top = 0;
  const height = () => list.children.length * rowPx;
  Object.defineProperties(list, {
    clientHeight: { get: () => seenPx },
    scrollHeight: { get: () => Math.max(seenPx, height()) },
    scrollTop: {
      get: () => top,
      set: (to: number) => (top = Math.max(0, Math.min(to, height() - seenPx))),
    },
  });
  list.getBoundingClientRect = () => ({ top: 0 }) as DOMRect;
}

/** Stands for every row: its place follows from its index. */
function rowRect(this: HTMLElement): DOMRect {
  const list = this.parentElement!;
  const top = [...list.children].indexOf(this) * rowPx - list.scrollTop;
  return { top, bottom: top + rowPx } as DOMRect;
}

interface View {
  readonly rows: readonly number[];
  readonly isFollowing: boolean;
  readonly hasOlder?: boolean;
  readonly hasNewer?: boolean;
}

const range = (from: number, upTo: number) =>
  Array.from({ length: upTo - from + 1 }, (_, i) => from + i);

describe('reading a list that grows at both ends', () => {
  const view = shallowRef<View>({ rows: [], isFollowing: true });
  const older = vi.fn<() => Promise<void>>();
  const newer = vi.fn<() => Promise<void>>();
  let wrapper: VueWrapper;
  let list: HTMLElement;
  let reading: ReturnType<typeof useReading>;

  const List = defineComponent(() => {
    const element = useTemplateRef<HTMLElement>('list');
    const busy = ref(0);
    reading = useReading(element, {
      view: () => view.value,
      isFollowing: () => view.value.isFollowing,
      follow: (isFollowing) => (view.value = { ...view.value, isFollowing }),
      hasOlder: () => view.value.hasOlder === true,
      hasNewer: () => view.value.hasNewer === true,
      older,
      newer,
    });
    return () =>
      h(
        'div',
        { ref: 'list', 'data-busy': reading.isReading.value || busy.value },
        view.value.rows.map((row) => h('p', { key: row, 'data-row': row }, `${row}`)),
      );
  });

  const show = async (next: Partial<View>) => {
    view.value = { ...view.value, ...next };
    await nextTick();
  };
  /** As a reader scrolls. */
  const scrollTo = async (top: number) => {
    list.scrollTop = top;
    reading.scrolled();
    await nextTick();
  };
  const firstSeen = () => {
    const first = [...list.children].find((row) => row.getBoundingClientRect().bottom > 0);
    return `${first?.textContent} at ${first?.getBoundingClientRect().top}`;
  };
  const below = () => list.scrollHeight - list.clientHeight - list.scrollTop;

  beforeEach(async () => {
    older.mockReset().mockResolvedValue(undefined);
    newer.mockReset().mockResolvedValue(undefined);
    view.value = { rows: [], isFollowing: true };
    vi.spyOn(HTMLParagraphElement.prototype, 'getBoundingClientRect').mockImplementation(rowRect);
    wrapper = mount(List, { attachTo: document.body });
    list = wrapper.element as HTMLElement;
    layOut(list);
    await show({ rows: range(1, 50) });
    return () => wrapper.unmount();
  });

  it('stays at the end while it follows', async () => {
    expect(below()).toBe(0);
    await show({ rows: range(1, 70) });
    await show({ rows: range(30, 99) });
    expect(below()).toBe(0);
  });

  it('stops following as soon as the reader goes up, and follows again at the end', async () => {
    await scrollTo(list.scrollTop - 10);
    expect(view.value.isFollowing).toBe(false);
    await scrollTo(10_000);
    expect(view.value.isFollowing).toBe(true);
  });

  it('stops following at the first turn of the wheel or drag, before anything has moved', () => {
    reading.wheeled({ deltaY: 1 } as WheelEvent);
    expect(view.value.isFollowing).toBe(true);
    reading.wheeled({ deltaY: -1 } as WheelEvent);
    expect(view.value.isFollowing).toBe(false);
    reading.touched({ touches: [{ clientY: 100 }] } as never);
    view.value = { ...view.value, isFollowing: true };
    reading.dragged({ touches: [{ clientY: 120 }] } as never);
    expect(view.value.isFollowing).toBe(false);
  });

  it('does not take its own scrolling for the reader’s', async () => {
    await show({ rows: range(1, 70) });
    reading.scrolled();
    expect(view.value.isFollowing).toBe(true);
  });

  it('keeps what is read in its place, whatever comes in above and below', async () => {
    await scrollTo(510);
    const before = firstSeen();
    expect(before).toBe('26 at -10');
    await show({ rows: range(1, 200) });
    expect(firstSeen()).toBe(before);
    await show({ rows: range(-99, 200) });
    expect(firstSeen()).toBe(before);
    await show({ rows: range(10, 60) });
    expect(firstSeen()).toBe(before);
  });

  it('keeps its place when the very row that was read is removed', async () => {
    await scrollTo(510);
    await show({ rows: range(1, 50).filter((row) => row !== 26 && row !== 3) });
    const next = [...list.children].find((row) => row.textContent === '27');
    expect(next?.getBoundingClientRect().top).toBe(10);
  });

  it('asks for older rows near the top, and not while it follows', async () => {
    await show({ hasOlder: true });
    expect(older).not.toHaveBeenCalled();
    await scrollTo(120);
    expect(older).toHaveBeenCalledTimes(1);
  });

  it('fills a list that is shorter than its room', async () => {
    await show({ rows: [1, 2], hasOlder: true });
    expect(older).toHaveBeenCalledTimes(1);
  });

  it('asks for newer rows near the end of what is shown, and does not follow there', async () => {
    await show({ isFollowing: false, hasNewer: true });
    await scrollTo(500);
    await scrollTo(10_000);
    expect(newer).toHaveBeenCalled();
    expect(view.value.isFollowing).toBe(false);
  });

  it('asks once for what it sees, even where the answer brings nothing', async () => {
    await show({ isFollowing: false });
    await show({ hasOlder: true });
    await scrollTo(0);
    for (let i = 0; i < 20; i++) await nextTick();
    expect(older).toHaveBeenCalledTimes(1);
    await show({});
    expect(older).toHaveBeenCalledTimes(2);
  });

  it('says what went wrong, and tries again when asked', async () => {
    older.mockRejectedValueOnce(new RequestError('unavailable'));
    await show({ isFollowing: false, hasOlder: true });
    await scrollTo(0);
    await vi.waitFor(() => expect(reading.fault.value).toBe('unavailable'));
    await show({});
    expect(older).toHaveBeenCalledTimes(1);
    reading.retry();
    expect(older).toHaveBeenCalledTimes(2);
    expect(reading.fault.value).toBeUndefined();
  });
});

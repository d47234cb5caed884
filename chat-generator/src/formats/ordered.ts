import type { Draft } from './format.ts';

/** A draft and where it stands in the file. */
export interface Timed {
  readonly draft: Draft;
  readonly where: string;
}

/**
 * The drafts by time, those of one time in the order of the file. The first passage takes the times
 * only (8 bytes each); the second holds back no more than what really stands out of order.
 */
export async function* ordered(
  first: () => AsyncIterable<Timed>,
  second: () => AsyncIterable<Timed>,
): AsyncGenerator<Timed, void, undefined> {
  const least = await leastOfRest(first());
  const waiting = new Heap();
  let index = 0;
  for await (const timed of second()) {
    waiting.push({ timed, index });
    index += 1;
    const bound = least[index] ?? Infinity;
    for (let next = waiting.top; next && next.timed.draft.at <= bound; next = waiting.top) {
      waiting.pop();
      yield next.timed;
    }
  }
}

/** For each place in the file the least time from there on. */
async function leastOfRest(drafts: AsyncIterable<Timed>): Promise<Float64Array> {
  let times = new Float64Array(1_024);
  let length = 0;
  for await (const { draft } of drafts) {
    if (length === times.length) {
      const wider = new Float64Array(length * 2);
      wider.set(times);
      times = wider;
    }
    times[length++] = draft.at;
  }
  const least = times.subarray(0, length);
  for (let n = length - 2; n >= 0; n -= 1) least[n] = Math.min(least[n]!, least[n + 1]!);
  return least;
}

interface Waiting {
  readonly timed: Timed;
  readonly index: number;
}

const isBefore = (a: Waiting, b: Waiting): boolean => {
  const [first, second] = [a.timed.draft.at, b.timed.draft.at];
  return first < second || (first === second && a.index < b.index);
};

/** A binary heap: the earliest on top. */
class Heap {
  readonly #items: Waiting[] = [];

  get top(): Waiting | undefined {
    return this.#items[0];
  }

  push(item: Waiting): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    for (let up = (at - 1) >> 1; at > 0 && isBefore(item, items[up]!); up = (at - 1) >> 1) {
      items[at] = items[up]!;
      at = up;
    }
    items[at] = item;
  }

  pop(): void {
    const items = this.#items;
    const item = items.pop();
    if (item === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child += 1;
      if (isBefore(item, items[child]!)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
  }
}

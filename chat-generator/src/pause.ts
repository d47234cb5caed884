/** Waits; an aborted signal ends the wait at once, without an error. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Full jitter: anything up to 100 ms, 200 ms, 400 ms … but at most `most`. */
export const backOff = (tries: number, most = 10_000): number =>
  Math.random() * Math.min(most, 100 * 2 ** Math.min(tries, 20));

/** Asks again every `everyMs` until it holds; false where it did not within `limitMs`. */
export async function holdsWithin(
  limitMs: number,
  condition: () => boolean | Promise<boolean>,
  everyMs = 50,
): Promise<boolean> {
  const end = Date.now() + limitMs;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= end) return false;
    await pause(everyMs);
  }
}

/** Does the work for every item, at most `width` at a time; answers in order. */
export async function eachOf<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}

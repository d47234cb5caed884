/** One text kept by this browser. Where storage is forbidden, it is merely not kept. */
export interface Stored<T extends string> {
  read(): T | undefined;
  write(value: T | undefined): void;
}

/** A kept text that `accepts` its values; anything else in the store counts as nothing. */
export function stored<T extends string>(
  key: string,
  accepts: (text: string) => text is T,
): Stored<T> {
  return {
    read() {
      const text = attempt(() => localStorage.getItem(key));
      return text && accepts(text) ? text : undefined;
    },
    write(value) {
      attempt(() =>
        value === undefined ? localStorage.removeItem(key) : localStorage.setItem(key, value),
      );
    },
  };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // Private windows and strict settings refuse storage; the page works without.
    return undefined;
  }
}

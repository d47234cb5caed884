/** Tells the other tabs of this browser that something changed, and hears it from them. */
export function otherTabs(name: string, changed: () => void): { tell(): void } {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined };
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', changed);
  return { tell: () => channel.postMessage('changed') };
}

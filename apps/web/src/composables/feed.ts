import { onScopeDispose } from 'vue';
import type { openFeed } from '../api/feed.ts';

/**
 * Listens to a feed while the tab is seen: browsers allow few lines to one server, and a hidden tab
 * needs none. `open` is called at once and whenever the tab is seen again.
 */
export function useFeed(open: () => ReturnType<typeof openFeed>): void {
  let feed: ReturnType<typeof openFeed> | undefined;

  function follow(): void {
    if (document.visibilityState === 'visible') feed ??= open();
    else close();
  }

  function close(): void {
    feed?.close();
    feed = undefined;
  }

  follow();
  document.addEventListener('visibilitychange', follow);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', follow);
    close();
  });
}

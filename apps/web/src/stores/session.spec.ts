// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useSessionStore } from './session.ts';

describe('session', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('asks the server nothing at start where this browser never signed in', async () => {
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    const session = useSessionStore();
    await session.start();
    expect(session.ready).toBe(true);
    expect(await session.token()).toBeUndefined();
    expect(fetched).not.toHaveBeenCalled();
  });
});

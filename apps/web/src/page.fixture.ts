import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { vi } from 'vitest';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { i18n, showLocale } from './i18n/index.ts';

const page = { template: '<div />' };

/** A component as it stands in the app: stores, English texts, routes that lead nowhere. */
export async function mounted(
  component: Component,
  { props = {}, path = '/' }: { props?: Record<string, unknown>; path?: string } = {},
) {
  const pinia = createPinia();
  setActivePinia(pinia);
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'lobby', component: page },
      { path: '/streams/:id', name: 'stream', component: page },
      { path: '/dashboard', name: 'dashboard', component: page },
      { path: '/dashboard/:id', name: 'dashboard-stream', component: page },
    ],
  });
  await showLocale('en');
  await router.push(path);
  const wrapper = mount(component, {
    props,
    attachTo: document.body,
    global: { plugins: [pinia, i18n, router] },
  });
  return { wrapper, router };
}

/** Buttons and links by what they say. */
export const named = (wrapper: VueWrapper, text: string) =>
  wrapper.findAll('button, a').filter((each) => each.text() === text);

type Listener = (event: { data: string; lastEventId: string }) => void;

/** Feeds by hand: `say` is what a server would. */
export class FakeEventSource {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 1;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(readonly url: string) {
    FakeEventSource.opened.push(this);
  }

  addEventListener(name: string, listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  say(name: string, data: unknown, lastEventId = ''): void {
    for (const listener of this.#listeners.get(name) ?? [])
      listener({ data: JSON.stringify(data), lastEventId });
  }

  /** The server refused: a browser then gives up by itself. */
  refuse(): void {
    this.readyState = FakeEventSource.CLOSED;
    this.say('error', {});
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

/** What happy-dom lacks; everything counts as on screen. */
export function browserParts(): void {
  FakeEventSource.opened = [];
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('BroadcastChannel', undefined);
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(private readonly seen: (entries: { isIntersecting: boolean }[]) => void) {}
      observe = () => this.seen([{ isIntersecting: true }]);
      unobserve = () => undefined;
      disconnect = () => undefined;
    },
  );
}

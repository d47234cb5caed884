// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from './App.vue';
import { i18n, preferredLocale, showLocale } from './i18n/index.ts';
import { browserParts, named } from './page.fixture.ts';
import { createAppRouter } from './router.ts';
import { fakeServer } from './stores/session.fixture.ts';
import { useSessionStore } from './stores/session.ts';

enableAutoUnmount(afterEach);

async function app(path: string) {
  const pinia = createPinia();
  setActivePinia(pinia);
  const router = createAppRouter();
  await showLocale('en');
  await router.push(path);
  // With a handler of errors Vue leaves them to the page, as it does when built.
  const config = { errorHandler: () => undefined };
  const wrapper = mount(App, {
    attachTo: document.body,
    global: { config, plugins: [pinia, i18n, router] },
  });
  await useSessionStore().start();
  await flushPromises();
  return { wrapper, router };
}

const fail = () => {
  throw new Error('planted');
};

describe('frame of the app', () => {
  beforeEach(() => {
    localStorage.clear();
    browserParts();
    fakeServer({});
  });
  afterEach(() => vi.unstubAllGlobals());

  it('says at an unknown address that there is no page, and names the window so', async () => {
    const { wrapper } = await app('/no/such/page');
    expect(wrapper.get('h1').text()).toBe('There is no page here');
    expect(document.title).toBe('Page not found · Live Chat Analyzer');
    expect(named(wrapper, 'To the streams')[0]?.attributes('href')).toBe('/');
  });

  it('offers a reload where a page breaks, and starts afresh on the next', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { wrapper, router } = await app('/no/such/page');
    router.addRoute({ path: '/broken', component: { setup: fail } });
    await router.push('/broken');
    await flushPromises();
    expect(wrapper.get('h1').text()).toBe('Something went wrong on this page');
    await router.push('/still/no/page');
    await flushPromises();
    expect(wrapper.get('h1').text()).toBe('There is no page here');
  });

  it('keeps the page and says so where only an action failed', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { wrapper, router } = await app('/no/such/page');
    const setup = () => ({ fail });
    router.addRoute({
      path: '/works',
      component: { setup, template: '<h1 @click="fail">Works</h1>' },
    });
    await router.push('/works');
    await flushPromises();
    await wrapper.get('h1').trigger('click');
    expect(wrapper.get('h1').text()).toBe('Works');
    expect(wrapper.text()).toContain('Something went wrong.');
  });

  it('offers a reload where the file of a page cannot be loaded', async () => {
    const { wrapper, router } = await app('/no/such/page');
    router.addRoute({ path: '/gone', component: () => Promise.reject(new Error('planted')) });
    await router.push('/gone').catch(() => undefined);
    await flushPromises();
    expect(wrapper.get('h1').text()).toBe('Something went wrong on this page');
  });

  it('tells that the browser is offline while it is', async () => {
    const { wrapper } = await app('/no/such/page');
    const network = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    window.dispatchEvent(new Event('offline'));
    await flushPromises();
    expect(wrapper.text()).toContain('You are offline');
    network.mockReturnValue(true);
    window.dispatchEvent(new Event('online'));
    await flushPromises();
    expect(wrapper.text()).not.toContain('You are offline');
  });

  it('changes its language at once and keeps the choice', async () => {
    const { wrapper } = await app('/no/such/page');
    await wrapper.get('[aria-label="Language"]').trigger('click');
    await named(wrapper, '한국어')[0]?.trigger('click');
    await vi.waitFor(() => expect(wrapper.get('h1').text()).toBe('이 주소에는 페이지가 없어요'));
    expect(document.documentElement.lang).toBe('ko');
    expect(preferredLocale(['en'])).toBe('ko');
  });

  it('changes its theme at once, keeps the choice, and goes back to the system’s', async () => {
    const { wrapper } = await app('/no/such/page');
    const choose = async (name: string) => {
      await wrapper.get('[aria-label="Theme"]').trigger('click');
      await named(wrapper, name)[0]?.trigger('click');
    };
    await choose('Dark');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(localStorage.getItem('livechat.theme')).toBe('dark');
    await choose('As the system');
    expect(document.documentElement.dataset['theme']).toBe('light');
    expect(localStorage.getItem('livechat.theme')).toBeNull();
  });

  it('moves the focus to the content after going to another page', async () => {
    const { wrapper, router } = await app('/no/such/page');
    await router.push('/another/gone/page');
    await flushPromises();
    expect(document.activeElement).toBe(wrapper.get('main').element);
  });

  it.each([
    [['ko-KR', 'en-US'], 'ko'],
    [['fr', 'en-GB'], 'en'],
    [['fr', 'de'], 'en'],
    [[], 'en'],
  ])('speaks to a browser of %o in %s', (languages, locale) => {
    expect(preferredLocale(languages)).toBe(locale);
  });
});

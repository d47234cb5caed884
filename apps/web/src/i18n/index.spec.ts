// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
  localStorage.setItem('livechat.locale', 'ko');
});
afterEach(() => {
  vi.doUnmock('./ko/index.ts');
  localStorage.clear();
});

test('a language that cannot be fetched leaves a page in English, and the choice is kept', async () => {
  vi.doMock('./ko/index.ts', () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const { i18n, preferredLocale, showPreferredLocale } = await import('./index.ts');
  expect(await showPreferredLocale()).toBe(false);
  expect(document.documentElement.lang).toBe('en');
  expect(i18n.global.t('app.language.away')).toBe(
    'The page could not be loaded in your language. This is English.',
  );
  expect(preferredLocale()).toBe('ko');
});

test('the preferred language is shown where it can be fetched', async () => {
  const { i18n, showPreferredLocale } = await import('./index.ts');
  expect(await showPreferredLocale()).toBe(true);
  expect(document.documentElement.lang).toBe('ko');
  expect(i18n.global.t('app.language.label')).toBe('언어');
});

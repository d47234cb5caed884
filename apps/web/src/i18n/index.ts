import { createI18n } from 'vue-i18n';
import { stored } from '../stores/stored.ts';
import type { Messages } from './en/index.ts';

const loaders = {
  en: () => import('./en/index.ts'),
  ko: () => import('./ko/index.ts'),
} as const;

export type Locale = keyof typeof loaders;
export const locales: Readonly<Record<Locale, string>> = { en: 'English', ko: '한국어' };

const choice = stored('livechat.locale', (text): text is Locale => text in locales);

/** The chosen language, else the first of the browser's that we speak, else English. */
export function preferredLocale(languages: readonly string[] = navigator.languages): Locale {
  const spoken = languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return choice.read() ?? spoken.find((tag): tag is Locale => tag in locales) ?? 'en';
}

export const i18n = createI18n<[Messages], Locale, false>({
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- needed until v12 drops the other API
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  missingWarn: false,
  fallbackWarn: false,
});

/** Loads a language and shows it; rejects when its file cannot be fetched, and nothing changes then. */
export async function showLocale(locale: Locale): Promise<void> {
  const messages = await loaders[locale]();
  i18n.global.setLocaleMessage(locale, messages.default);
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
}

/** Shows a language and keeps the choice. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await showLocale(locale);
  choice.write(locale);
}

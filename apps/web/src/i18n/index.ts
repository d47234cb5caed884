import { createI18n } from 'vue-i18n';
import { stored } from '../stores/stored.ts';
import english, { type Messages } from './en/index.ts';

/** English comes with the page: it is what there is when another language cannot be fetched. */
const loaders = {
  en: () => Promise.resolve({ default: english }),
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

i18n.global.setLocaleMessage('en', english);

/** Loads a language and shows it; rejects when its file cannot be fetched, and nothing changes then. */
export async function showLocale(locale: Locale): Promise<void> {
  const messages = await loaders[locale]();
  i18n.global.setLocaleMessage(locale, messages.default);
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
}

/** Shows the preferred language, else English; answers whether it is the preferred one. */
export async function showPreferredLocale(): Promise<boolean> {
  try {
    await showLocale(preferredLocale());
    return true;
  } catch {
    // A file that cannot be fetched: the caller says so, in English.
    await showLocale('en');
    return false;
  }
}

/** Shows a language and keeps the choice. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await showLocale(locale);
  choice.write(locale);
}

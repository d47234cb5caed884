/** Languages of the lists, ISO 639-1; `any` are words of chat that every language uses. The order breaks ties. */
export const LANGUAGES = [
  'any',
  'en',
  'ko',
  'ja',
  'zh',
  'es',
  'pt',
  'de',
  'fr',
  'it',
  'ar',
  'hi',
  'ru',
  'nl',
  'tr',
  'id',
  'pl',
  'vi',
  'th',
  'el',
  'he',
] as const;
export type Language = (typeof LANGUAGES)[number];

export function languageNumber(language: Language): number {
  return LANGUAGES.indexOf(language);
}

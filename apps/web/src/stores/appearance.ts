import { defineStore } from 'pinia';
import { computed, ref, watchEffect } from 'vue';
import type { ThemeName } from '../styles/tokens.ts';
import { stored } from './stored.ts';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const kept = stored('livechat.theme', (text): text is ThemeName =>
  ['light', 'dark'].includes(text),
);

/** Light or dark: as the system says, unless this browser's owner chose. */
export const useAppearanceStore = defineStore('appearance', () => {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const systemIsDark = ref(query.matches);
  query.addEventListener('change', ({ matches }) => (systemIsDark.value = matches));

  const choice = ref<ThemeChoice>(kept.read() ?? 'system');
  const theme = computed<ThemeName>(() => {
    if (choice.value !== 'system') return choice.value;
    return systemIsDark.value ? 'dark' : 'light';
  });
  watchEffect(() => (document.documentElement.dataset['theme'] = theme.value));

  function choose(next: ThemeChoice): void {
    choice.value = next;
    kept.write(next === 'system' ? undefined : next);
  }

  return { choice, theme, choose };
});

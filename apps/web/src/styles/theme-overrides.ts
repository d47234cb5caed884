import type { GlobalThemeOverrides } from 'naive-ui';
import { tokens, type ThemeName } from './tokens.ts';

/** The tokens in the words of the UI kit. */
export function themeOverrides(theme: ThemeName): GlobalThemeOverrides {
  const t = tokens[theme];
  return {
    common: {
      primaryColor: t.accent,
      primaryColorHover: t['accent-hover'],
      primaryColorPressed: t['accent-hover'],
      primaryColorSuppl: t.accent,
      errorColor: t.negative,
      bodyColor: t.ground,
      cardColor: t.surface,
      modalColor: t.surface,
      popoverColor: t.surface,
      textColorBase: t.text,
      textColor1: t.text,
      textColor2: t.text,
      textColor3: t.muted,
      placeholderColor: t.muted,
      borderRadius: '8px',
      fontSize: '15px',
      fontSizeMedium: '15px',
      fontFamily: 'inherit',
    },
  };
}

/**
 * The colours of both themes. `tokens.css` gives pages the same values as `--lc-…`; a test holds the
 * two together and checks the contrasts.
 */
export const tokens = {
  light: {
    ground: '#f3f4f7',
    surface: '#ffffff',
    sunken: '#e7e9ef',
    text: '#191c22',
    muted: '#555d6b',
    accent: '#5540d6',
    'accent-hover': '#4632b8',
    'on-accent': '#ffffff',
    live: '#c8102e',
    'on-live': '#ffffff',
    positive: '#0b7a86',
    neutral: '#6a7280',
    negative: '#c2410c',
    warning: '#8a5a00',
    praise: '#0b7a86',
    criticism: '#c2410c',
    laughter: '#a16207',
    question: '#2563c9',
    advice: '#4d7c0f',
    greeting: '#a21caf',
    other: '#6a7280',
  },
  dark: {
    ground: '#0f1116',
    surface: '#181b22',
    sunken: '#242833',
    text: '#e9ebf0',
    muted: '#a3abb9',
    accent: '#a99bff',
    'accent-hover': '#c0b6ff',
    'on-accent': '#15122b',
    live: '#d91e3f',
    'on-live': '#ffffff',
    positive: '#3fc1cc',
    neutral: '#959dab',
    negative: '#ff8255',
    warning: '#f0b64a',
    praise: '#3fc1cc',
    criticism: '#ff8255',
    laughter: '#e5b93c',
    question: '#7fb0ff',
    advice: '#9ccc4f',
    greeting: '#e08bef',
    other: '#959dab',
  },
} as const;

export type ThemeName = keyof typeof tokens;
export type TokenName = keyof (typeof tokens)['light'];

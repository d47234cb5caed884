/** A data set that the committed weights are learnt from. */
export interface Source {
  readonly file: RegExp;
  readonly origin: string;
  readonly licence: string;
  /** How much one text of it counts. */
  readonly weight: number;
}

export const sources: readonly Source[] = [
  {
    file: /^goemotions$/,
    origin: 'GoEmotions (Google Research)',
    licence: 'Apache-2.0 / CC BY 4.0',
    weight: 1.5,
  },
  { file: /^nsmc_ko$/, origin: 'NSMC (Naver)', licence: 'CC0', weight: 1.5 },
  {
    file: /^sentence_polarity$/,
    origin: 'Sentence polarity (Pang and Lee 2005)',
    licence: 'CC BY 4.0',
    weight: 0.5,
  },
  {
    file: /^vader_/,
    origin: 'VADER ground truth (Hutto and Gilbert 2014)',
    licence: 'MIT',
    weight: 0.3,
  },
  { file: /^davidson$/, origin: 'Davidson et al. 2017', licence: 'MIT', weight: 1 },
  {
    file: /^told_br$/,
    origin: 'ToLD-Br (Leite et al. 2020)',
    licence: 'CC BY-SA 4.0',
    weight: 1,
  },
  {
    file: /^korean_hate$/,
    origin: 'Korean HateSpeech (Moon et al. 2020)',
    licence: 'CC BY-SA 4.0',
    weight: 1,
  },
  {
    file: /^umsab_/,
    origin: 'UMSAB (XLM-T, Cardiff NLP)',
    licence: 'Apache-2.0 repository; the tweets keep their platform’s terms',
    weight: 4,
  },
];

/** What is known of a file by its name without its ending; files of other names count as one source each. */
export function sourceOf(name: string): Source | undefined {
  return sources.find(({ file }) => file.test(name));
}

/** A burst of the chat: something happens on the stream and many write at once. */
export interface Moment {
  /** What people copy from each other, with small changes. */
  readonly echoes: readonly string[];
  /** What they say in their own words. */
  readonly reactions: readonly string[];
  readonly emotes: readonly string[];
}

/** What a stretch of the stream is about. */
export interface Topic {
  readonly remarks: readonly string[];
  /** Each question in several wordings, so that many may ask the same. */
  readonly questions: readonly (readonly string[])[];
  readonly moments: readonly Moment[];
}

/** Everything the chat of one kind of stream may say, the likeliest lines first. */
export interface Show {
  readonly title: string;
  /** Share of chatters who write Korean. */
  readonly koreanShare: number;
  readonly voices: Readonly<Record<Language, Voice>>;
}

export type Language = 'en' | 'ko';

/** What chatters of one language say in a show. */
export interface Voice {
  readonly greetings: readonly string[];
  readonly shorts: readonly string[];
  readonly laughs: readonly string[];
  readonly emotes: readonly string[];
  readonly jabs: readonly string[];
  readonly topics: readonly Topic[];
}

import type { Row } from './rows.ts';

export type Platform = 'twitch' | 'youtube' | 'livechat' | 'lines';
export type AuthorRole = 'member' | 'moderator' | 'broadcaster';

/** An author as a platform names him; the id is the platform's own. */
export interface ForeignAuthor {
  readonly platform: Platform;
  readonly id: string;
  readonly name: string;
  readonly role: AuthorRole;
}

/** What a row says, with the platform's own ids. Times are ms since 1970. */
export type Draft =
  | {
      readonly kind: 'message';
      readonly platform: Platform;
      readonly id: string;
      readonly at: number;
      readonly author: ForeignAuthor;
      readonly text: string;
      readonly replyTo?: string | undefined;
    }
  | {
      readonly kind: 'removal';
      readonly platform: Platform;
      readonly target: string;
      readonly at: number;
    }
  | {
      readonly kind: 'removals' | 'ban';
      readonly platform: Platform;
      readonly authorId: string;
      readonly seconds?: number | undefined;
      readonly at: number;
    };

/** What comes of a row: what to import, and why something is not; neither for what holds no event. */
export interface Reading {
  readonly drafts?: readonly Draft[];
  /** A reason as the report counts them, such as `no_text` or `kind:paid_sticker`. */
  readonly skipped?: string;
}

/** What is known about the time of a log beside the file itself. */
export interface TimeHints {
  /** When the log began, as the importing person says; ms since 1970. */
  readonly start?: number | undefined;
  /** Where nothing else is known, the log ends here. */
  readonly end: number;
}

/** A kind of chat log. */
export interface Format {
  readonly name: string;
  /** A first sample of the file's rows looks like this kind. */
  recognises(rows: readonly Row[], isOneDocument: boolean): boolean;
  rows(chunks: AsyncIterable<string>): AsyncIterable<Row>;
  /**
   * Goes through the whole file for what must be known before its first line can be read, then
   * answers how rows are read. A reader may remember rows; each passage takes a new one.
   */
  survey(rows: AsyncIterable<Row>, hints: TimeHints): Promise<Survey>;
}

export interface Survey {
  reader(): (row: Row) => Reading;
  /** What a person should know about the result. */
  readonly notes: readonly string[];
}

export const skip = (reason: string): Reading => ({ skipped: reason });

import type { Line } from './offline-summary-window.ts';
import type { SummaryContent, SummaryMessage } from './offline-summary.ts';
import { contentOf } from './text/content.ts';

/** Words in lower case; a character each in scripts without blanks. */
export const wordsIn = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .match(/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** The words of a text, each between blanks, in which runs of words are looked for. */
export const spaced = (words: readonly string[]): string => ` ${words.join(' ')} `;

interface Said {
  readonly authorId: string;
  readonly words: string;
}

/**
 * What the model's words are held against: all messages of the window, whether it saw them or
 * not, and apart those that no chatter said to the room (bots, orders to machines, links).
 */
export class Evidence {
  /** Every word of the texts and of the chatters' names. */
  readonly words: ReadonlySet<string>;
  /** Telling words of the lines that are trusted, and of those that are not alone. */
  readonly told: ReadonlySet<string>;
  readonly suspect: ReadonlySet<string>;
  readonly said: readonly Said[];
  readonly untrusted: readonly string[];
  /** All that was said in one go, as the window has it and chatter by chatter. */
  readonly strung: string;

  constructor(
    readonly counted: Pick<SummaryContent, 'messages' | 'chatters'>,
    /** The lines people wrote; bots and orders to bots left out. */
    readonly lines: readonly Line[],
    readonly messages: readonly SummaryMessage[],
  ) {
    const trusted = lines.filter((line) => line.isTrusted);
    const offsets = new Set(trusted.map(({ offset }) => offset));
    const others = messages.filter(({ offset }) => !offsets.has(offset));
    const texts = messages.map(({ text }) => wordsIn(text));
    this.said = messages.map(({ author }, i) => ({
      authorId: author.id,
      words: spaced(texts[i] ?? []),
    }));
    this.words = new Set([
      ...texts.flat(),
      ...messages.flatMap(({ author }) => wordsIn(author.displayName)),
    ]);
    this.told = new Set(trusted.flatMap(({ keys }) => [...keys]));
    this.suspect = new Set(
      others.flatMap(({ text }) => keysOf(text)).filter((k) => !this.told.has(k)),
    );
    this.untrusted = others.map(({ text }) => spaced(wordsIn(text)));
    this.strung = `${strung(texts)}|${strung(byChatter(this.said))}`;
  }

  /** How many chatters wrote these words one after another. */
  chattersOf(run: string): number {
    return new Set(this.said.filter(({ words }) => words.includes(run)).map((s) => s.authorId))
      .size;
  }
}

/** The keys of the telling words of a text. */
export const keysOf = (text: string): readonly string[] =>
  contentOf(text).terms.map(({ key }) => key);

const strung = (texts: readonly (readonly string[])[]): string => spaced(texts.flat());

/** The words of each chatter, one chatter after another. */
function byChatter(said: readonly Said[]): readonly (readonly string[])[] {
  const words = new Map<string, string[]>();
  for (const { authorId, words: text } of said) {
    const known = words.get(authorId);
    if (known) known.push(text.trim());
    else words.set(authorId, [text.trim()]);
  }
  return [...words.values()].map((texts) => [...texts, '|']);
}

import { isPresentable } from './offline-summary-trust.ts';
import type { Line } from './offline-summary-window.ts';
import type { SummaryContent, SummaryMessage } from './offline-summary.ts';
import { analyze } from './text/analyze.ts';

/** What the model's words are held against: all messages of the window, whether it saw them or not. */
export interface Evidence {
  readonly counted: Pick<SummaryContent, 'messages' | 'chatters'>;
  /** The lines people wrote; bots and orders to them left out. */
  readonly lines: readonly Line[];
  readonly messages: readonly SummaryMessage[];
}

const hidden = /[\p{Cc}\p{Cf}\u{e0000}-\u{e007f}]/u;
const links = /\b(?:https?:|www\.)\S*|\b\S+\.(?:com|net|org|io|gg|tv|xyz|ru|kr|me|co|link)\b\S*/iu;
const markup = /<[^>]*>|\]\(|[`{}|]|\*\*|__|^\s*[#>]/u;

/** Words in a row that nobody writes alike by chance. */
const copiedWords = 6;
const copiedFromUntrusted = 4;
/** What so many chatters said is the room's word, not one person's; for a label fewer do. */
const roomsWord = 3;
const labelsWord = 2;
const leastWords = 3;

/** One line of plain words: no link, markup or hidden character. */
export const isPlain = (text: string): boolean =>
  text.trim() !== '' && ![hidden, links, markup].some((pattern) => pattern.test(text));

/**
 * Whether a sentence of the model's may be shown: its numbers and names occur in the window, it
 * is in the window's script, its mood does not contradict the counts, and it is not one chatter's
 * own words, as those of a model that does what the chat orders would be.
 */
export const isFaithful = (sentence: string, evidence: Evidence): boolean =>
  wordsIn(sentence).length >= leastWords &&
  hasKnownNumbers(sentence, evidence) &&
  hasKnownNames(sentence, evidence) &&
  hasScript(sentence, evidence) &&
  hasMood(sentence, evidence) &&
  !isCopied(sentence, roomsWord, evidence);

/** Whether a topic's label may be shown; one or two words are often a chatter's own. */
export const isFaithfulLabel = (label: string, evidence: Evidence): boolean =>
  hasKnownNumbers(label, evidence) && !isCopied(label, labelsWord, evidence);

/** Digits of the window's texts and names, and what was counted. */
function hasKnownNumbers(text: string, { counted, messages }: Evidence): boolean {
  const numbers = text.match(/\d+/gu) ?? [];
  if (numbers.length === 0) return true;
  const said = messages.map((message) => `${message.text} ${message.author.displayName}`);
  const known = new Set(said.flatMap((line) => line.match(/\d+/gu) ?? []));
  for (const count of [counted.messages, counted.chatters, messages.length]) known.add(`${count}`);
  return numbers.every((number) => known.has(number));
}

/** Words with a capital inside a sentence; German writes every noun so. */
function hasKnownNames(text: string, { messages }: Evidence): boolean {
  if (analyze(text).language === 'de') return true;
  const names = [...text.matchAll(/(?<=[\p{L}\p{N},;:’'"“”)] +|[@“"‘(])\p{Lu}[\p{L}\p{N}]+/gu)];
  if (names.length === 0) return true;
  const known = new Set(
    messages.flatMap(({ text: said, author }) => wordsIn(`${said} ${author.displayName}`)),
  );
  return names.every(([name]) => known.has(name.toLowerCase()));
}

const scripts = [
  /\p{Script=Latin}/gu,
  /\p{Script=Hangul}/gu,
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/gu,
  /\p{Script=Cyrillic}/gu,
  /\p{Script=Arabic}/gu,
  /\p{Script=Devanagari}/gu,
] as const;

/** Where seven in ten letters of the window are of one script, a third of the sentence's are. */
function hasScript(text: string, { messages }: Evidence): boolean {
  const all = messages.map((message) => message.text).join(' ');
  const main = scripts.find((script) => shareOf(script, all) >= 0.7);
  return main === undefined || shareOf(main, text) >= 1 / 3;
}

function shareOf(script: RegExp, text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters === 0 ? 0 : (text.match(script)?.length ?? 0) / letters;
}

/** A glad sentence needs a room that is not mostly sad, and the other way round. */
function hasMood(text: string, { lines }: Evidence): boolean {
  const { sentiment } = analyze(text);
  if (sentiment === 'neutral') return true;
  const agreeing = lines.filter((line) => line.analysis.sentiment === sentiment).length;
  const other = sentiment === 'positive' ? 'negative' : 'positive';
  const against = lines.filter((line) => line.analysis.sentiment === other).length;
  return against < 3 || 2 * agreeing >= against;
}

function isCopied(text: string, room: number, { lines, messages }: Evidence): boolean {
  const words = wordsIn(text);
  const trusted = new Set(lines.filter(isPresentable).map(({ offset }) => offset));
  const untrusted = messages.filter(({ offset }) => !trusted.has(offset));
  const runs = runsOf(words, copiedWords);
  const isOrdered = runsOf(words, copiedFromUntrusted).some((run) =>
    untrusted.some((message) => spaced(message.text).includes(run)),
  );
  return isOrdered || (words.length > 1 && runs.some((run) => isOnesOwn(run, room, messages)));
}

/** Whether words in a row stand in the messages of somebody, but of fewer than the room. */
function isOnesOwn(run: string, room: number, messages: readonly SummaryMessage[]): boolean {
  const authors = new Set(
    messages.filter(({ text }) => spaced(text).includes(run)).map(({ author }) => author.id),
  );
  return authors.size > 0 && authors.size < room;
}

/** Every run of `length` words; all the words where there are no more. */
function runsOf(words: readonly string[], length: number): readonly string[] {
  const size = Math.min(length, words.length);
  const starts = Array.from({ length: words.length - size + 1 }, (_, i) => i);
  return starts.map((start) => ` ${words.slice(start, start + size).join(' ')} `);
}

const spaced = (text: string): string => ` ${wordsIn(text).join(' ')} `;

/** Words in lower case; a character each in scripts without blanks. */
const wordsIn = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .match(/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\p{L}\p{M}\p{N}]+/gu) ?? [];

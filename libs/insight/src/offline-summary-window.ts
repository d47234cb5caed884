import type { Summary, TextAnalysis } from '@livechat/contracts';
import { clustersOf } from './near-duplicates.ts';
import { trustedOf } from './offline-summary-trust.ts';
import { remembered } from './remembered.ts';
import { contentOf as freshContentOf } from './text/content.ts';
import type { Content } from './text/content.ts';
import type { WindowCounts } from './window-counts.ts';

/** A posted message that still stands, with what the text engine says of it; `at` in ms. */
export interface SummaryMessage {
  readonly offset: number;
  readonly at: number;
  readonly author: { readonly id: string; readonly displayName: string };
  readonly text: string;
  readonly analysis: TextAnalysis;
}

export type SummaryLanguage = 'en' | 'ko';

export interface SummaryOptions {
  /** Of the sentence; without it the language most messages have. */
  readonly language?: SummaryLanguage;
  /** Texts of the windows before, by which words are told to be new; none: all words count alike. */
  readonly earlier?: readonly string[];
  /** Of all messages, where those given are but a sample; without it those given are counted. */
  readonly counts?: WindowCounts;
  /** Names of further bots; the known ones are left out anyway. */
  readonly bots?: readonly string[];
}

/** What a summary says; the rest of its record is the request's. */
export type SummaryContent = Pick<
  Summary,
  'messages' | 'chatters' | 'oneLine' | 'topics' | 'questions' | 'quotes'
>;

/** A message of the window with its words. */
export interface Line extends SummaryMessage {
  /** Its place in the window, from 0. */
  readonly place: number;
  /** The text without the names in it. */
  readonly said: string;
  readonly content: Content;
  /** The keys of its telling words. */
  readonly keys: ReadonlySet<string>;
  /** Whether it is a chatter's to the room: no order to machines, no posing, no link, markup or hidden character. */
  readonly isTrusted: boolean;
}

/** Lines that say nearly the same, oldest first. */
export interface LineCluster {
  readonly lines: readonly Line[];
  /** The text most of its lines have, at its newest place. */
  readonly voice: Line;
  readonly chatters: number;
}

/** What a text holds beside its mood. */
export const contentOf = remembered(freshContentOf);

const KNOWN_BOTS =
  /^(?:nightbot|streamelements|streamlabs|moobot|fossabot|wizebot|botisimo|cloudbot|phantombot|deepbot|ankhbot|sery_?bot|botrix(?:oficial)?|kofistreambot|soundalerts|songlistbot|pokemoncommunitygame|bot[-_ ]?\d*)$/i;

/** The lines people wrote to each other: orders to bots, and bots, are left out. */
export function linesOf(
  messages: readonly SummaryMessage[],
  bots: readonly string[] = [],
): readonly Line[] {
  const isBot = (name: string): boolean => KNOWN_BOTS.test(name) || bots.includes(name);
  const people = messages.filter((message) => !isBot(message.author.displayName));
  const names = namesOf(people);
  const written = people.flatMap((message) => {
    const said = unaddressed(message.text, names);
    const content = contentOf(said);
    return content.isCommand ? [] : [{ ...message, said, content, keys: keysOf(content) }];
  });
  const trusted = trustedOf(written);
  return written.map((message, place) => ({
    ...message,
    place,
    isTrusted: trusted.has(message) && !message.content.hasLink,
  }));
}

/** Names of chatters in lower case. */
export const namesOf = (messages: readonly SummaryMessage[]): ReadonlySet<string> =>
  new Set(messages.map(({ author }) => author.displayName.toLowerCase()));

const NAME = /[^\s,:;.!?()]+/g;
const ACCOUNT_NUMBER = /^[a-z]+[-_]\d{3,}$/i;

/** A text without the names in it: whom it is for is not what it says. */
export function unaddressed(text: string, names: ReadonlySet<string>): string {
  return text.replace(NAME, (word) => {
    const name = word.startsWith('@') ? word.slice(1) : word;
    return names.has(name.toLowerCase()) || ACCOUNT_NUMBER.test(name) ? '' : word;
  });
}

/** Near-duplicates together, in the order of their first lines; lines without words stand in none. */
export function clusterLines(lines: readonly Line[]): LineCluster[] {
  const forms = lines.map((line) => line.content.canonical);
  return clustersOf(forms)
    .map((places) => places.flatMap((place) => lines[place] ?? []))
    .flatMap((members) => clusterOf(members));
}

export function chattersOf(lines: Iterable<Line>): number {
  const authors = new Set<string>();
  for (const line of lines) authors.add(line.author.id);
  return authors.size;
}

function clusterOf(lines: readonly Line[]): LineCluster[] {
  const voice = voiceOf(lines);
  return voice === undefined ? [] : [{ lines, voice, chatters: chattersOf(lines) }];
}

function voiceOf(lines: readonly Line[]): Line | undefined {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line.text, (counts.get(line.text) ?? 0) + 1);
  let voice: Line | undefined;
  for (const line of lines) {
    const most = voice === undefined ? 0 : (counts.get(voice.text) ?? 0);
    if ((counts.get(line.text) ?? 0) >= most) voice = line;
  }
  return voice;
}

export function keysOf(content: Content): ReadonlySet<string> {
  return new Set(content.terms.map((term) => term.key));
}

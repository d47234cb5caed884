import { LANGUAGES, languageNumber } from './languages.ts';
import { ROLES, roleNumber } from './roles.ts';
import type { Hits } from './hits.ts';
import type { Meanings } from './meanings.ts';
import type { Ruling } from './ruling.ts';
import type { Signals } from './signals.ts';
import * as tokens from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** Where each group of features begins; a group has one feature for each of its values. */
const sizes = {
  always: 1,
  language: LANGUAGES.length,
  sentimentInLanguage: 3 * LANGUAGES.length,
  sentimentAtLength: 3 * 4,
  categoryAtLength: 7 * 4,
  sum: 12,
  praise: 5,
  hype: 5,
  joy: 5,
  criticism: 5,
  upset: 5,
  doubtful: 5,
  laughs: 3,
  greetings: 2,
  troubles: 2,
  ironies: 2,
  retorts: 2,
  insults: 2,
  asks: 6,
  advises: 2,
  toxicity: 6,
  toxicityInLanguage: 6 * LANGUAGES.length,
  words: 8,
  objects: 5,
  questions: 3,
  exclamations: 3,
  shape: 16,
  reaction: ROLES.length,
  lastReaction: ROLES.length,
  role: ROLES.length,
} as const;
type Group = keyof typeof sizes;

const firstOf = new Map<string, number>();
let size = 0;
for (const [group, values] of Object.entries(sizes)) {
  firstOf.set(group, size);
  size += values;
}
const first = Object.fromEntries(firstOf) as Record<Group, number>;

/** How many features of rules there are. */
export const RULE_FEATURES = size;

const ANY = languageNumber('any');
const PLAIN = roleNumber('plain');
const UNITS_A_LEVEL = 8;
const SUM_LEVELS = 6;
const SUM_UNITS = 6;

/** What the word lists and rules say of a text, as numbers of binary features; reused by the next text. */
export class RuleFeatures {
  count = 0;
  /** From 0 to RULE_FEATURES - 1. */
  readonly active = new Uint16Array(256);
  private readonly meanings: Meanings;
  private readonly seenRoles = new Uint8Array(ROLES.length);
  private readonly seenReactions = new Uint8Array(ROLES.length);

  constructor(meanings: Meanings) {
    this.meanings = meanings;
  }

  read(read: Tokens, hits: Hits, signals: Signals, ruling: Ruling, language: number): void {
    this.count = 0;
    const length = lengthLevel(signals.words);
    this.add('always', 0);
    this.add('language', language);
    this.add('sentimentInLanguage', ruling.sentiment * LANGUAGES.length + language);
    this.add('sentimentAtLength', ruling.sentiment * 4 + length);
    this.add('categoryAtLength', ruling.category * 4 + length);
    this.add('sum', sumLevel(ruling.sum));
    this.signals(read, signals, language);
    this.shape(read, signals);
    this.roles(read, hits);
  }

  private add(group: Group, value: number): void {
    this.active[this.count] = first[group] + value;
    this.count += 1;
  }

  /** Only what is there: the absence of most signals says nothing. */
  private addLevel(group: Group, level: number): void {
    if (level > 0) this.add(group, level);
  }

  private signals(read: Tokens, signals: Signals, language: number): void {
    this.addLevel('praise', unitLevel(signals.praise));
    this.addLevel('hype', unitLevel(signals.hype));
    this.addLevel('joy', unitLevel(signals.joy));
    this.addLevel('criticism', unitLevel(signals.criticism));
    this.addLevel('upset', unitLevel(signals.upset));
    this.addLevel('doubtful', unitLevel(signals.doubtful));
    this.addLevel('laughs', Math.min(2, signals.laughs));
    this.addLevel('greetings', Math.min(1, signals.greetings));
    this.addLevel('troubles', Math.min(1, signals.troubles));
    this.addLevel('ironies', Math.min(1, signals.ironies));
    this.addLevel('retorts', Math.min(1, signals.retorts));
    this.addLevel('insults', Math.min(1, signals.insults));
    this.add('asks', (signals.asks ? 3 : 0) + Math.min(2, read.questionMarks));
    this.addLevel('advises', signals.advises ? 1 : 0);
    const toxicity = Math.min(5, Math.ceil(signals.toxicity / 20));
    this.addLevel('toxicity', toxicity);
    if (toxicity > 0) this.add('toxicityInLanguage', toxicity * LANGUAGES.length + language);
  }

  private shape(read: Tokens, signals: Signals): void {
    this.add('words', wordLevel(signals.words));
    this.addLevel('objects', Math.min(4, signals.objects));
    this.addLevel('questions', Math.min(2, read.questionMarks));
    this.addLevel('exclamations', Math.min(2, read.exclamations));
    const firstKind = read.count > 0 ? (read.kind[0] ?? 0) : 0;
    const lastKind = read.count > 0 ? (read.kind[read.count - 1] ?? 0) : 0;
    this.add('shape', firstKind === tokens.MENTION ? 1 : 0);
    if (lastKind === tokens.NUMBER) this.add('shape', 2);
    if (lastKind === tokens.EMOJI || lastKind === tokens.EMOTICON) this.add('shape', 3);
    if (lastKind === tokens.JAMOS) this.add('shape', 4);
    this.marks(read);
  }

  private marks(read: Tokens): void {
    let all = 0;
    let shouted = 0;
    let links = 0;
    let written = 0;
    for (let row = 0; row < read.count; row += 1) {
      const kind = read.kind[row];
      const marks = read.marks[row] ?? 0;
      all |= marks;
      if (kind === tokens.LINK) links += 1;
      if (kind !== tokens.WORD) continue;
      written += 1;
      const isLong = (read.end[row] ?? 0) - (read.start[row] ?? 0) > 1;
      if (isLong && (marks & (tokens.HAS_UPPER | tokens.HAS_LOWER)) === tokens.HAS_UPPER)
        shouted += 1;
    }
    if ((all & tokens.STRETCHED) !== 0) this.add('shape', 5);
    if ((all & tokens.HAS_DIGIT) !== 0) this.add('shape', 6);
    if (links > 0) this.add('shape', 7);
    if (shouted > 0) this.add('shape', shouted === written ? 8 : 9);
  }

  /** Which roles stand in the text, and which of them are emotes, emoji or reactions that all chats share. */
  private roles(read: Tokens, hits: Hits): void {
    const { meanings, seenRoles, seenReactions } = this;
    seenRoles.fill(0);
    seenReactions.fill(0);
    let last = -1;
    for (let at = 0; at < hits.count; at += 1) {
      const meaning = hits.meaning[at] ?? -1;
      last = -1;
      if (meaning < 0) continue;
      const role = meanings.role[meaning] ?? PLAIN;
      const isReaction = meanings.language[meaning] === ANY;
      if (isReaction) last = role;
      const seen = isReaction ? seenReactions : seenRoles;
      if (seen[role] === 1) continue;
      seen[role] = 1;
      if (this.count < this.active.length - 1) this.add(isReaction ? 'reaction' : 'role', role);
    }
    if (last >= 0) this.add('lastReaction', last);
    if (hits.count === 0 && read.count > 0) this.add('shape', 10);
  }
}

function lengthLevel(words: number): number {
  if (words === 0) return 0;
  if (words <= 3) return 1;
  return words <= 9 ? 2 : 3;
}

function wordLevel(words: number): number {
  if (words <= 3) return words;
  if (words <= 6) return 4;
  if (words <= 12) return 5;
  return words <= 24 ? 6 : 7;
}

/** 0 for none, 1…4 by the size of the sum. */
function unitLevel(units: number): number {
  return Math.min(4, Math.ceil(Math.abs(units) / UNITS_A_LEVEL));
}

function sumLevel(sum: number): number {
  const level = Math.max(1 - SUM_LEVELS, Math.min(SUM_LEVELS - 1, Math.round(sum / SUM_UNITS)));
  return level + SUM_LEVELS;
}

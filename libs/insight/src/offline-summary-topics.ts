import type { SummaryContent } from './offline-summary-window.ts';
import { chattersOf } from './offline-summary-window.ts';
import type { Line } from './offline-summary-window.ts';
import type { Weights } from './offline-summary-weights.ts';

type Topic = SummaryContent['topics'][number];

const MOST_TOPICS = 4;
const MOST_WORDS = 3;
/** A topic needs that many chatters, and that share of them, or it is nobody's. */
const FEWEST_CHATTERS = 2;
const LEAST_SHARE = 0.04;
/** A word joins a label where it stands in that share of the topic's lines. */
const COMPANY = 0.4;
/** What is left of the weight of a line that a topic has already told. */
const TOLD = 0.2;

/** What the window is about: lines that share a telling word; what most chatters spoke of comes first. */
export function topicsOf(
  lines: readonly Line[],
  presentable: ReadonlySet<Line>,
  weights: Weights,
): Topic[] {
  const byWord = linesByWord(lines);
  const fewest = Math.max(FEWEST_CHATTERS, Math.ceil(chattersOf(lines) * LEAST_SHARE));
  const told = new Set<Line>();
  const topics: Topic[] = [];
  while (topics.length < MOST_TOPICS) {
    const best = bestWord(byWord, told, presentable, weights, fewest);
    if (best === undefined) break;
    const words = labelWords(best, byWord, presentable);
    const members = membersOf(words, byWord);
    for (const member of members) told.add(member);
    for (const word of words) byWord.delete(word);
    topics.push({
      label: labelOf(words, members, presentable),
      chatters: chattersOf(members),
      offsets: members.map((member) => member.offset),
    });
  }
  return topics.sort((a, b) => b.chatters - a.chatters);
}

function linesByWord(lines: readonly Line[]): Map<string, Line[]> {
  const byWord = new Map<string, Line[]>();
  for (const line of lines)
    for (const key of line.keys) {
      const known = byWord.get(key);
      if (known) known.push(line);
      else byWord.set(key, [line]);
    }
  return byWord;
}

function bestWord(
  byWord: ReadonlyMap<string, readonly Line[]>,
  told: ReadonlySet<Line>,
  presentable: ReadonlySet<Line>,
  weights: Weights,
  fewest: number,
): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [word, lines] of byWord) {
    if (chattersOf(lines.filter((line) => !told.has(line))) < fewest) continue;
    if (!lines.some((line) => presentable.has(line))) continue;
    const weight = weightOf(lines, told, weights) * weights.burst(word);
    if (weight > most) [best, most] = [word, weight];
  }
  return best;
}

/** Every chatter weighs once, by his newest line. */
function weightOf(lines: readonly Line[], told: ReadonlySet<Line>, weights: Weights): number {
  const byChatter = new Map<string, number>();
  for (const line of lines)
    byChatter.set(line.author.id, weights.recency(line) * (told.has(line) ? TOLD : 1));
  let weight = 0;
  for (const one of byChatter.values()) weight += one;
  return weight;
}

/** The word and up to two that keep it company in the lines that may be shown. */
function labelWords(
  word: string,
  byWord: ReadonlyMap<string, readonly Line[]>,
  presentable: ReadonlySet<Line>,
): string[] {
  const lines = (byWord.get(word) ?? []).filter((line) => presentable.has(line));
  const company = new Map<string, Set<string>>();
  for (const line of lines)
    for (const key of line.keys) {
      if (key === word || !byWord.has(key)) continue;
      company.set(key, (company.get(key) ?? new Set()).add(line.author.id));
    }
  const chatters = chattersOf(lines);
  return [
    word,
    ...[...company]
      .filter(([, authors]) => authors.size >= Math.max(FEWEST_CHATTERS, chatters * COMPANY))
      .sort(([, a], [, b]) => b.size - a.size)
      .slice(0, MOST_WORDS - 1)
      .map(([key]) => key),
  ];
}

/** Lines with the first word, or with two of the others. */
function membersOf(words: readonly string[], byWord: ReadonlyMap<string, readonly Line[]>): Line[] {
  const [first = '', ...others] = words;
  const hits = new Map<Line, number>();
  for (const line of byWord.get(first) ?? []) hits.set(line, 2);
  for (const word of others)
    for (const line of byWord.get(word) ?? []) hits.set(line, (hits.get(line) ?? 0) + 1);
  return [...hits]
    .filter(([, count]) => count >= 2)
    .map(([line]) => line)
    .sort((a, b) => a.place - b.place);
}

/** The words as most people typed them, in the order of the line that has most of them. */
function labelOf(
  words: readonly string[],
  members: readonly Line[],
  presentable: ReadonlySet<Line>,
): string {
  const shown = members.filter((line) => presentable.has(line));
  const has = (line: Line): number => words.filter((word) => line.keys.has(word)).length;
  let model = shown[0];
  for (const line of shown) if (model === undefined || has(line) > has(model)) model = line;
  const order = [...(model?.keys ?? [])];
  return [...words]
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((word) => commonSurface(word, shown))
    .join(' ');
}

function commonSurface(word: string, lines: readonly Line[]): string {
  const counts = new Map<string, number>();
  for (const line of lines)
    for (const term of line.content.terms)
      if (term.key === word) counts.set(term.surface, (counts.get(term.surface) ?? 0) + 1);
  let common = word;
  for (const [surface, count] of counts) if (count > (counts.get(common) ?? 0)) common = surface;
  return common;
}

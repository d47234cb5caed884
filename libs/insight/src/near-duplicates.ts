import { CHECK_SEED, checkWith } from './text/hashing.ts';
import { HANGUL, HAN, KANA, scriptOf } from './text/characters.ts';
import { canonicalForm } from './text/content.ts';

/** Texts are near-duplicates where that share of the shingles of both is common (Jaccard). */
const ALIKE = 0.5;
const LETTERS = 3;
const SYLLABLES = 2;
const EDGE = 0x20;

export interface Posted {
  readonly text: string;
  /** Who wrote it: an id. */
  readonly chatter: string;
}

/** Messages that say nearly the same: their places in the list, ascending, and how many people wrote them. */
export interface Cluster {
  readonly members: readonly number[];
  readonly chatters: number;
}

/**
 * Groups the messages that are near-duplicates of the first of their group; a message like none before begins a
 * group. Emotes and laughter only belong to none. Case, accents, repeated letters, punctuation and emotes do not
 * count. Exact, in time nearly linear in the list: only groups that share one of a text's rarest shingles are
 * compared (prefix filter; Bayardo, Ma and Srikant 2007).
 */
export function nearDuplicates(messages: readonly Posted[]): Cluster[] {
  const forms = messages.map((message) => canonicalForm(message.text));
  return clustersOf(forms).map((members) => ({
    members,
    chatters: new Set(members.map((member) => messages[member]?.chatter)).size,
  }));
}

/** The same for canonical forms: the places of each group, ascending; "" belongs to none. */
export function clustersOf(forms: readonly string[]): number[][] {
  const placesOf = placesByForm(forms);
  const texts = [...placesOf.keys()].map(shinglesOf);
  const clusters: number[][] = [];
  const leaders = new Leaders(texts);
  [...placesOf.values()].forEach((places, at) => {
    const leader = leaders.alike(at);
    if (leader === undefined) clusters[leaders.add(at)] = places;
    else clusters[leader]?.push(...places);
  });
  return clusters.map((places) => places.sort((a, b) => a - b));
}

/** How alike two texts are, 0…1: the Jaccard index of their shingles; 0 where one has no words. */
export function likeness(one: string, other: string): number {
  return jaccard(shinglesOf(canonicalForm(one)), shinglesOf(canonicalForm(other)));
}

function placesByForm(forms: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  forms.forEach((form, place) => {
    const known = places.get(form);
    if (known) known.push(place);
    else if (form !== '') places.set(form, [place]);
  });
  return places;
}

/** Distinct hashes, ascending, of every three letters or two syllables inside the words of a canonical form. */
export function shinglesOf(form: string): Int32Array {
  const shingles = new Set<number>();
  for (const word of form.split(' ')) {
    const script = scriptOf[word.charCodeAt(0)];
    const size = script === HANGUL || script === KANA || script === HAN ? SYLLABLES : LETTERS;
    addShingles(shingles, word, size);
  }
  return Int32Array.from(shingles).sort();
}

/** A word's edges count as a unit each. */
function addShingles(shingles: Set<number>, word: string, size: number): void {
  if (word === '') return;
  for (let at = -1; at + size <= word.length + 1; at += 1) {
    let hash = CHECK_SEED;
    for (let i = at; i < at + size; i += 1) {
      const unit = word.charCodeAt(i);
      hash = checkWith(hash, Number.isNaN(unit) ? EDGE : unit);
    }
    shingles.add(hash);
  }
}

/** The Jaccard index of two ascending lists of distinct numbers. */
export function jaccard(one: Int32Array, other: Int32Array): number {
  let common = 0;
  let at = 0;
  for (const shingle of one) {
    while (at < other.length && (other[at] ?? 0) < shingle) at += 1;
    if (other[at] === shingle) common += 1;
  }
  const union = one.length + other.length - common;
  return union === 0 ? 0 : common / union;
}

/** The first texts of the groups, found again by their rarest shingles. */
class Leaders {
  /** Each text as the ranks of its shingles, rarest first, ascending. */
  private readonly texts: readonly Int32Array[];
  private readonly leaders: Int32Array[] = [];
  private readonly groupsByRank = new Map<number, number[]>();

  constructor(texts: readonly Int32Array[]) {
    const ranks = ranksOf(texts);
    this.texts = texts.map((text) => text.map((shingle) => ranks.get(shingle) ?? 0).sort());
  }

  /** The group whose first text is most like this one, the earliest of equals; undefined where none is alike. */
  alike(text: number): number | undefined {
    const ranks = this.ranks(text);
    let best: number | undefined;
    let most = 0;
    for (const group of this.candidates(ranks)) {
      const index = jaccard(ranks, this.leaders[group] ?? ranks);
      const isBetter = index > most || (index === most && group < (best ?? 0));
      if (index >= ALIKE && isBetter) [best, most] = [group, index];
    }
    return best;
  }

  /** Begins a group with this text; returns its number. */
  add(text: number): number {
    const ranks = this.ranks(text);
    const group = this.leaders.push(ranks) - 1;
    for (const rank of rarest(ranks)) {
      const groups = this.groupsByRank.get(rank);
      if (groups) groups.push(group);
      else this.groupsByRank.set(rank, [group]);
    }
    return group;
  }

  private ranks(text: number): Int32Array {
    return this.texts[text] ?? new Int32Array(0);
  }

  private candidates(ranks: Int32Array): Set<number> {
    const found = new Set<number>();
    for (const rank of rarest(ranks))
      for (const group of this.groupsByRank.get(rank) ?? []) found.add(group);
    return found;
  }
}

/** Two texts that are alike share at least one of these. */
function rarest(ranks: Int32Array): Int32Array {
  return ranks.subarray(0, ranks.length - Math.ceil(ALIKE * ranks.length) + 1);
}

/** A rank for each shingle: those of fewer texts before those of more, in the order they were met. */
function ranksOf(texts: readonly Int32Array[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const text of texts)
    for (const shingle of text) counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  const byCount: number[][] = [];
  for (const [shingle, count] of counts) (byCount[count] ??= []).push(shingle);
  return new Map(byCount.flat().map((shingle, rank) => [shingle, rank]));
}

import { nameParts } from './phrases/names.ts';
import type { Language, Show, Voice } from './phrases/show.ts';
import { between, chance, pareto, pick, type Random } from './random.ts';

/** One chatter of a show: what he is called, how often and in which manner he writes. */
export interface Persona {
  readonly name: string;
  readonly language: Language;
  /** His part of the lines, before limits; heavy-tailed: few write most. */
  readonly weight: number;
  /** Probabilities of writing in capitals and of stretching words. */
  readonly shouts: number;
  readonly stretches: number;
  /** His favourites, used far more often than others. */
  readonly emotes: readonly string[];
}

/** Heavy enough that a tenth of the chatters write a third of all lines or more. */
const weightShape = 0.8;

/** The chatters of a show; names are distinct and of one script each. */
export function personas(show: Show, count: number, random: Random): readonly Persona[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, () => persona(show, random, taken));
}

function persona(show: Show, random: Random, taken: Set<string>): Persona {
  const language: Language = chance(random, show.koreanShare) ? 'ko' : 'en';
  return {
    name: freeName(language, random, taken),
    language,
    weight: pareto(random, weightShape),
    shouts: chance(random, 0.15) ? 0.35 : 0.02,
    stretches: chance(random, 0.3) ? 0.3 : 0.05,
    emotes: favourites(show.voices[language], random),
  };
}

const favourites = ({ emotes }: Voice, random: Random): readonly string[] =>
  Array.from({ length: between(random, 2, 4) }, () => pick(random, emotes));

function freeName(language: Language, random: Random, taken: Set<string>): string {
  const { first, second } = nameParts[language];
  for (let digits = 1; ; digits += 1) {
    const number =
      digits === 1 && chance(random, 0.4) ? '' : between(random, 2, 10 ** (digits + 1));
    const name = `${pick(random, first)}${pick(random, second)}${number}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/**
 * The personas' shares of a rate of `rate` lines a second, none above `most` lines a second where
 * that can be met: what the cap takes from the busiest, the others say.
 */
export function rates(people: readonly Persona[], rate: number, most: number): readonly number[] {
  const cap = Math.max(most, rate / people.length);
  let shares = scaled(
    people.map(({ weight }) => weight),
    rate,
  );
  for (let round = 0; round < 20; round += 1) {
    const capped = shares.map((share) => Math.min(share, cap));
    const missing = rate - capped.reduce((sum, share) => sum + share, 0);
    if (missing < rate / 1_000) return capped;
    const room = capped.map((share) => (share < cap ? share : 0));
    const spread = scaled(room, missing);
    shares = capped.map((share, n) => share + spread[n]!);
  }
  return shares.map((share) => Math.min(share, cap));
}

function scaled(weights: readonly number[], total: number): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return sum === 0
    ? weights.map(() => total / weights.length)
    : weights.map((weight) => (weight * total) / sum);
}

import { isPresentable } from './offline-summary-trust.ts';
import type { Line, SummaryContent } from './offline-summary-window.ts';
import type { Weights } from './offline-summary-weights.ts';
import { comparedWords, Likeness, type Like } from './quote-likeness.ts';

type Quote = SummaryContent['quotes'][number];

const MOST_QUOTES = 5;
const FEWEST_QUOTES = 3;
/** Quotes of emotes and laughter only: how the room feels, where that is what most say. */
const MOST_REACTIONS = 2;
/** A quote speaks for the lines that are at least so like it. */
const SPEAKS_FOR = 1 / 3;
/** No two quotes are so alike; where that leaves too few, none are near-duplicates. */
const ALIKE = 0.2;
const NEAR_DUPLICATE = 0.5;
const FEWEST_WORDS = 3;
/** One or two words say little, and questions stand in their own list. */
const SHORT = 0.7;
const ASKED = 0.8;
/** Only so many different lines, the most said, are considered. */
const MOST_CANDIDATES = 250;

/** Lines of the same words, oldest first. */
interface Saying {
  readonly words: readonly string[];
  readonly lines: readonly Line[];
}

interface Candidate {
  /** The line that would be quoted. */
  readonly voice: Line;
  /** Sayings it is like, by their place. */
  readonly like: readonly Like[];
  readonly saying: number;
  readonly worth: number;
  /** How alike the most alike of the chosen is. */
  closest: number;
}

/**
 * Three to five lines, word for word, that speak for most of the window: each time the one that
 * most chatters said the like of for whom no quote speaks yet; late and new words weigh more.
 */
export function quotesOf(lines: readonly Line[], weights: Weights): Quote[] {
  const picker = new QuotePicker(sayingsOf(lines), weights);
  picker.choose(MOST_QUOTES, ALIKE);
  picker.choose(FEWEST_QUOTES, NEAR_DUPLICATE);
  return picker.chosen
    .map(({ voice }) => voice)
    .sort((a, b) => a.place - b.place)
    .map(({ offset, text, author }) => ({ offset, text, author: author.displayName }));
}

class QuotePicker {
  readonly chosen: Candidate[] = [];
  private readonly candidates: readonly Candidate[];
  /** What a quote speaks for already. */
  private readonly heard = new Set<number>();

  constructor(
    private readonly sayings: readonly Saying[],
    private readonly weights: Weights,
  ) {
    const likeness = new Likeness(sayings.map(({ words }) => words));
    this.candidates = sayings
      .map(({ lines }, saying) => ({ saying, voice: voiceOf(lines), size: lines.length }))
      .sort((a, b) => b.size - a.size)
      .slice(0, MOST_CANDIDATES)
      .flatMap(({ saying, voice }) => {
        if (voice === undefined) return [];
        const like = likeness.of(saying, ALIKE);
        return { voice, saying, like, worth: worthOf(voice, weights), closest: 0 };
      });
  }

  /** Chooses on, up to `most` in all, none of them so alike as `alike`. */
  choose(most: number, alike: number): void {
    while (this.chosen.length < most) {
      const best = this.weightiest(alike);
      if (best === undefined) return;
      this.chosen.push(best);
      const like = new Map(best.like);
      for (const [saying, likeness] of like) if (likeness >= SPEAKS_FOR) this.heard.add(saying);
      for (const candidate of this.candidates) {
        candidate.closest = Math.max(candidate.closest, like.get(candidate.saying) ?? 0);
      }
    }
  }

  /** The first of the weightiest; undefined where nothing is left. */
  private weightiest(alike: number): Candidate | undefined {
    const isFull = this.chosen.filter(({ voice }) => isReaction(voice)).length >= MOST_REACTIONS;
    let best: Candidate | undefined;
    let most = 0;
    for (const candidate of this.candidates) {
      if (candidate.closest >= alike || (isFull && isReaction(candidate.voice))) continue;
      const weight = candidate.worth * this.unheard(candidate);
      if (weight > most) [best, most] = [candidate, weight];
    }
    return best;
  }

  /** What it would speak for that none speaks for yet; the more lines of one chatter, the less each weighs. */
  private unheard({ like }: Candidate): number {
    const byChatter = new Map<string, number>();
    for (const [saying, likeness] of like) {
      if (likeness < SPEAKS_FOR || this.heard.has(saying)) continue;
      for (const line of this.sayings[saying]?.lines ?? []) {
        const recency = (1 + this.weights.recency(line)) / 2;
        byChatter.set(line.author.id, (byChatter.get(line.author.id) ?? 0) + recency);
      }
    }
    let weight = 0;
    for (const one of byChatter.values()) weight += Math.sqrt(one);
    return weight;
  }
}

function sayingsOf(lines: readonly Line[]): readonly Saying[] {
  const sayings = new Map<string, { words: readonly string[]; lines: Line[] }>();
  for (const line of lines) {
    if (!line.isTrusted) continue;
    const words = comparedWords(line.said);
    const key = words.toSorted().join(' ');
    const known = sayings.get(key);
    if (known) known.lines.push(line);
    else if (words.length > 0) sayings.set(key, { words, lines: [line] });
  }
  return [...sayings.values()];
}

/** The newest of the lines that may be shown, of the text that most of those have. */
function voiceOf(lines: readonly Line[]): Line | undefined {
  const counts = new Map<string, number>();
  const shown = lines.filter(isPresentable);
  for (const { text } of shown) counts.set(text, (counts.get(text) ?? 0) + 1);
  let voice: Line | undefined;
  for (const line of shown) {
    const most = voice === undefined ? 0 : (counts.get(voice.text) ?? 0);
    if ((counts.get(line.text) ?? 0) >= most) voice = line;
  }
  return voice;
}

function worthOf(voice: Line, weights: Weights): number {
  const { content, analysis, keys } = voice;
  const isShort = content.words < FEWEST_WORDS && content.canonical.length < 12;
  const bursts = [...keys].map((key) => weights.burst(key));
  const burst = bursts.length > 0 ? Math.max(...bursts) ** 0.25 : 1;
  return burst * (isShort ? SHORT : 1) * (analysis.category === 'question' ? ASKED : 1);
}

/** Emotes and laughter only. */
const isReaction = ({ content }: Line): boolean => content.words === 0;

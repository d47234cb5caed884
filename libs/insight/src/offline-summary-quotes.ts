import { jaccard, shinglesOf } from './near-duplicates.ts';
import { isPresentable } from './offline-summary-trust.ts';
import type { LineCluster, SummaryContent } from './offline-summary-window.ts';
import type { Weights } from './offline-summary-weights.ts';

type Quote = SummaryContent['quotes'][number];

const MOST_QUOTES = 5;
/** Clusters at least that alike are neighbours: a quote of one speaks for part of the other. */
const NEIGHBOURS = 0.2;
/** What a chosen cluster takes from its neighbours' weight, per likeness. */
const SPEAKS_FOR = 2;
const FEWEST_WORDS = 3;
/** One or two words say little, and questions stand in their own list. */
const SHORT = 0.5;
const ASKED = 0.5;
/** Only so many clusters, the heaviest, are compared with each other. */
const MOST_CANDIDATES = 150;

interface Candidate {
  readonly cluster: LineCluster;
  readonly shingles: Int32Array;
  weight: number;
}

/** Three to five lines, word for word, that speak for most of the window: a chosen one takes weight from its like. */
export function quotesOf(clusters: readonly LineCluster[], weights: Weights): Quote[] {
  const candidates = clusters
    .filter((cluster) => isPresentable(cluster.voice))
    .map((cluster) => candidateOf(cluster, weights))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_CANDIDATES);
  const chosen: LineCluster[] = [];
  while (chosen.length < MOST_QUOTES) {
    const best = heaviest(candidates);
    if (best === undefined) break;
    chosen.push(best.cluster);
    discount(candidates, best);
  }
  return chosen
    .map((cluster) => cluster.voice)
    .sort((a, b) => a.place - b.place)
    .map((line) => ({ offset: line.offset, text: line.text, author: line.author.displayName }));
}

function candidateOf(cluster: LineCluster, weights: Weights): Candidate {
  const { content, analysis } = cluster.voice;
  const brevity = content.words < FEWEST_WORDS && content.canonical.length < 12 ? SHORT : 1;
  const asked = analysis.category === 'question' ? ASKED : 1;
  return {
    cluster,
    shingles: shinglesOf(content.canonical),
    weight: weights.cluster(cluster) * brevity * asked,
  };
}

/** The first of the heaviest, or undefined where nothing is left to say. */
function heaviest(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) if (candidate.weight > (best?.weight ?? 0)) best = candidate;
  return best;
}

function discount(candidates: readonly Candidate[], chosen: Candidate): void {
  for (const candidate of candidates) {
    const alike = jaccard(candidate.shingles, chosen.shingles);
    if (alike >= NEIGHBOURS) candidate.weight *= Math.max(0, 1 - SPEAKS_FOR * alike);
  }
  chosen.weight = 0;
}

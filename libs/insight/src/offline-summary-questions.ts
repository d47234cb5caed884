import { isPresentable } from './offline-summary-trust.ts';
import type { LineCluster, SummaryContent } from './offline-summary-window.ts';

type OpenQuestion = SummaryContent['questions'][number];

const MOST_QUESTIONS = 4;

/** Questions nobody settled, with the people who asked them; most asked first, newest first among equals. */
export function questionsOf(
  clusters: readonly LineCluster[],
  settled: ReadonlySet<number>,
): OpenQuestion[] {
  return clusters
    .filter((cluster) => isOpen(cluster, settled) && isPresentable(cluster.voice))
    .sort((a, b) => b.chatters - a.chatters || b.voice.place - a.voice.place)
    .slice(0, MOST_QUESTIONS)
    .map(({ voice, chatters }) => ({ offset: voice.offset, text: voice.text, askers: chatters }));
}

function isOpen(cluster: LineCluster, settled: ReadonlySet<number>): boolean {
  const isQuestion = cluster.voice.analysis.category === 'question';
  return isQuestion && !cluster.lines.some((line) => settled.has(line.offset));
}

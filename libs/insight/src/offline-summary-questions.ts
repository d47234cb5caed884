import { isPresentable } from './offline-summary-trust.ts';
import type { LineCluster, SummaryContent } from './offline-summary-window.ts';

type OpenQuestion = SummaryContent['questions'][number];

const MOST_QUESTIONS = 4;

/** What was asked, with the people who asked them; most asked first, newest first among equals. */
export function questionsOf(clusters: readonly LineCluster[]): OpenQuestion[] {
  return clusters
    .filter(({ voice }) => voice.analysis.category === 'question' && isPresentable(voice))
    .sort((a, b) => b.chatters - a.chatters || b.voice.place - a.voice.place)
    .slice(0, MOST_QUESTIONS)
    .map(({ voice, chatters }) => ({ offset: voice.offset, text: voice.text, askers: chatters }));
}

import { isPresentable } from './offline-summary-trust.ts';
import { clusterLines, type Line, type SummaryContent } from './offline-summary-window.ts';

type OpenQuestion = SummaryContent['questions'][number];

const MOST_QUESTIONS = 4;

/** What was asked, with the people who asked them; most asked first, newest first among equals. */
export function questionsOf(lines: readonly Line[]): OpenQuestion[] {
  return clusterLines(lines.filter(({ analysis }) => analysis.category === 'question'))
    .filter(({ voice }) => isPresentable(voice))
    .sort((a, b) => b.chatters - a.chatters || b.voice.place - a.voice.place)
    .slice(0, MOST_QUESTIONS)
    .map(({ voice, chatters }) => ({ offset: voice.offset, text: voice.text, askers: chatters }));
}

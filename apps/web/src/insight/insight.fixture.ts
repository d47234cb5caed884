import type { AnalysisFrame, LogEvent, Moment, Question } from '@livechat/contracts';

export const question = (id: string, more: Partial<Question> = {}): Question => ({
  id,
  text: `Question ${id}?`,
  askers: 3,
  offsets: [4, 9],
  state: 'open',
  at: 1_000,
  rank: more.askers ?? 3,
  ...more,
});

export const moment = (id: string, more: Partial<Moment> = {}): Moment => ({
  id,
  from: 20,
  upTo: 30,
  peakAt: 60_000,
  chatters: 8,
  label: 'lol',
  category: 'laughter',
  mood: 0.4,
  ...more,
});

const counts = {
  messages: 42,
  chatters: 9,
  sentiment: { positive: 8, neutral: 1, negative: 1 },
  categories: {
    praise: 1,
    criticism: 0,
    laughter: 0,
    question: 0,
    advice: 0,
    greeting: 0,
    other: 9,
  },
  toxic: 0,
};

/** A whole frame, of which a test says what it is about. */
export function frame(upTo: number, more: Partial<AnalysisFrame> = {}, mood = 0.25): AnalysisFrame {
  const window = { ...counts, mood, low: mood - 0.1, high: mood + 0.1 };
  return {
    streamId: 's1',
    upTo,
    at: Date.now(),
    totals: counts,
    windows: { m1: window, m5: window, m15: window },
    labels: [],
    questions: [],
    moments: [],
    ...more,
  };
}

export const decided = (
  type: 'question.answered' | 'question.dismissed',
  questionId: string,
  offset: number,
): LogEvent => ({
  type,
  questionId,
  streamId: 's1',
  id: `outbox:${offset}`,
  offset,
  prev: null,
  at: 1_000,
  by: 'mod',
});

import type { AnalysisFrame, AnalysisRecord, Moment, Question } from '@livechat/contracts';
import { momentList, question, questionList } from '@livechat/contracts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ChatService, done } from './chat-service.fixture.ts';

let chat: ChatService;
let streamId: string;
beforeAll(async () => {
  chat = await ChatService.start();
  streamId = await chat.stream(await chat.person('Olive'));
});
afterAll(() => chat.stop());

const counts = {
  messages: 0,
  chatters: 0,
  sentiment: { positive: 0, neutral: 0, negative: 0 },
  categories: {
    praise: 0,
    criticism: 0,
    laughter: 0,
    question: 0,
    advice: 0,
    greeting: 0,
    other: 0,
  },
  toxic: 0,
};
const window = { ...counts, mood: 0, low: -1, high: 1 };

/** What the analyzer says at an offset. */
const say = (upTo: number, found: Partial<Pick<AnalysisRecord, 'questions' | 'moments'>>) =>
  chat.log.append('analysis-results', streamId, {
    id: `${streamId}:${upTo}`,
    epoch: 0,
    from: 0,
    streamId,
    upTo,
    at: 1_000 + upTo,
    totals: counts,
    windows: { m1: window, m5: window, m15: window },
    labels: [],
    buckets: [],
    questions: [],
    moments: [],
    ...found,
  });

const asked = (first: number, askers: number, state: Question['state'] = 'open'): Question => ({
  id: `0-${first}`,
  text: askers > 0 ? `what is number ${first}?` : '',
  askers,
  offsets: [first],
  state,
  at: 1_000,
  rank: 4 * askers,
});
const peak = (opened: number, peakAt: number, chatters: number): Moment => ({
  id: `0-${opened}`,
  from: opened - 1,
  upTo: opened + 9,
  peakAt,
  chatters,
  label: chatters > 0 ? 'LETS GO' : '',
  category: 'praise',
  mood: 0.5,
});

async function read<T>(path: string, schema: { parse(value: unknown): T }): Promise<T> {
  const response = await fetch(`${chat.service.url}/chat/v1/streams/${streamId}/${path}`);
  return schema.parse(await response.json());
}
const firsts = async (query = '') =>
  (await read(`questions${query}`, questionList)).items.map(({ offsets }) => offsets[0]);

test('questions are read newest first, the last word of each, page by page, without withdrawn ones', async () => {
  await say(50, { questions: [10, 20, 30, 40].map((first) => asked(first, 2)) });
  await say(60, { questions: [asked(30, 0), asked(40, 0), asked(20, 3, 'answered')] });
  await vi.waitFor(async () => expect(await firsts()).toEqual([20, 10]), 10_000);
  const page = await read('questions?limit=1', questionList);
  expect(page.items).toEqual([asked(20, 3, 'answered')]);
  expect(await firsts(`?limit=1&cursor=${page.next ?? ''}`)).toEqual([10]);
});

test('a moment whose height moves is read once, and a withdrawn one is not', async () => {
  await say(70, { moments: [peak(61, 5_000, 9), peak(65, 90_000, 7)] });
  await say(80, { moments: [peak(61, 95_000, 12), peak(65, 90_000, 0)] });
  await vi.waitFor(async () => {
    const { items } = await read('moments', momentList);
    expect(items).toEqual([peak(61, 95_000, 12)]);
  }, 10_000);
});

test('viewers hear of questions with the analysis, withdrawn ones too', async () => {
  const viewer = chat.connect();
  const frames: AnalysisFrame[] = [];
  viewer.on('analysis', (frame) => void frames.push(frame));
  await done(viewer, 'stream:join', { streamId });
  await say(90, { questions: [asked(85, 1)] });
  await say(95, { questions: [asked(85, 0)] });
  const heard = () => frames.flatMap(({ questions }) => questions);
  await vi.waitFor(() => expect(heard().at(-1)).toEqual(asked(85, 0)), 10_000);
  for (const one of heard()) expect(() => question.parse(one)).not.toThrow();
});

import type { SummaryContent, SummaryLanguage } from './offline-summary-window.ts';
import type { WindowCounts } from './window-counts.ts';

/** One mood outweighs its opposite where it is at least twice as frequent. */
const OUTWEIGHS = 2;

interface Facts extends WindowCounts {
  readonly topics: SummaryContent['topics'];
  readonly questions: number;
}

type Mood = 'positive' | 'negative' | 'neutral' | 'mixed' | 'leaning positive' | 'leaning negative';

/** One sentence of counted facts, without a fact that was not counted. */
export function sentenceOf(
  counts: WindowCounts,
  { topics, questions }: Pick<SummaryContent, 'topics' | 'questions'>,
  language: SummaryLanguage,
): string {
  const facts: Facts = { ...counts, topics, questions: questions.length };
  return language === 'ko' ? korean(facts) : english(facts);
}

/** What more than half of the messages are; without such a majority, what outweighs its opposite. */
function moodOf({ messages, positive, negative }: Facts): Mood {
  const isGood = positive >= negative * OUTWEIGHS;
  const isBad = negative >= positive * OUTWEIGHS;
  if ((messages - positive - negative) * 2 > messages) return 'neutral';
  if (!isGood && !isBad) return 'mixed';
  if (isGood) return positive * 2 > messages ? 'positive' : 'leaning positive';
  return negative * 2 > messages ? 'negative' : 'leaning negative';
}

function english(facts: Facts): string {
  if (facts.messages === 0) return 'No messages to sum up.';
  const mood = {
    positive: 'mostly positive',
    negative: 'mostly negative',
    mixed: 'of mixed mood',
    neutral: 'mostly neutral',
    'leaning positive': 'leaning positive',
    'leaning negative': 'leaning negative',
  }[moodOf(facts)];
  const kind = facts.hasWords ? counted(facts.messages, 'message') : reactions(facts.messages);
  const who = facts.chatters === 1 ? 'one chatter' : `${facts.chatters} chatters`;
  return [
    `${kind} from ${who}, ${mood} (${facts.positive} positive, ${facts.negative} negative)`,
    ...(facts.laughs > 0 ? [`${facts.laughs} laughing`] : []),
    ...facts.topics.slice(0, 1).map(({ label, chatters }) => `most about “${label}” (${chatters})`),
    ...(facts.questions > 0 ? [counted(facts.questions, 'open question')] : []),
  ]
    .join('; ')
    .concat('.');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function reactions(count: number): string {
  return `${counted(count, 'reaction')} without words`;
}

function korean(facts: Facts): string {
  if (facts.messages === 0) return '요약할 메시지가 없습니다.';
  const mood = {
    positive: '대체로 긍정적',
    negative: '대체로 부정적',
    mixed: '긍정과 부정이 섞임',
    neutral: '대체로 중립적',
    'leaning positive': '긍정 쪽으로 기욺',
    'leaning negative': '부정 쪽으로 기욺',
  }[moodOf(facts)];
  const kind = facts.hasWords ? '메시지' : '글 없는 반응';
  return [
    `${facts.chatters}명이 보낸 ${kind} ${facts.messages}개, ${mood}(긍정 ${facts.positive}, 부정 ${facts.negative})`,
    ...(facts.laughs > 0 ? [`웃음 ${facts.laughs}`] : []),
    ...facts.topics.slice(0, 1).map(({ label, chatters }) => `주된 화제 “${label}”(${chatters}명)`),
    ...(facts.questions > 0 ? [`답을 기다리는 질문 ${facts.questions}개`] : []),
  ]
    .join(', ')
    .concat('.');
}

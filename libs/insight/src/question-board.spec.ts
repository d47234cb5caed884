import { beforeEach, describe, expect, test } from 'vitest';
import type { Question } from '@livechat/contracts';
import { analyze } from './text/analyze.ts';
import { askingOf } from './question-asking.ts';
import { QuestionBoard } from './question-board.ts';
import { noQuestions } from './saved-questions.ts';

const minute = 60_000;
let bound: string[];
let board: QuestionBoard;
let shown: Map<string, Question>;
let clock: number;
let offset: number;
const open = (bounds: { maxWordings?: number; maxAsks?: number } = {}, saved = noQuestions) =>
  new QuestionBoard(
    2,
    { maxWordings: 50, maxAsks: 200, ...bounds, onBoundHit: (name) => void bound.push(name) },
    saved,
  );
beforeEach(() => {
  bound = [];
  board = open();
  shown = new Map();
  [clock, offset] = [1_000_000, 0];
});

/** Somebody writes a text; answers its offset. */
function say(authorId: string, text: string, extra: object = {}): number {
  const author = { id: authorId, displayName: authorId, kind: 'member', role: 'member' } as const;
  const message = {
    type: 'message.posted',
    streamId: 's',
    id: `m${offset}`,
    author,
    text,
  } as const;
  const asking = askingOf({ ...message, ...extra }, analyze(text));
  if (asking) board.ask({ offset, at: clock, authorId, text }, asking, clock);
  clock += 1_000;
  return offset++;
}
function questions(): Question[] {
  for (const question of board.take()) shown.set(question.id, question);
  const there = [...shown.values()].filter(({ askers }) => askers > 0);
  return there.sort((a, b) => b.rank - a.rank || a.offsets[0]! - b.offsets[0]!);
}
const settle = (asked: number, state: 'answered' | 'dismissed') =>
  board.settle(asked, state, { by: offset++, clock });

describe('a question', () => {
  test('is one in all its wordings, in both languages, with distinct askers and its clearest text', () => {
    const first = say('ann', 'song?');
    say('ben', 'what song is this?');
    say('ben', 'song name');
    say('cho', '이 노래 제목 뭐예요?');
    const [question, ...others] = questions();
    expect(others).toEqual([]);
    expect(question).toMatchObject({ id: `2-${first}`, askers: 3, state: 'open' });
    expect(question?.text).toBe('what song is this?');
    expect(question?.at).toBe(clock - 1_000);
  });

  test('names its first message and the newest', () => {
    for (let i = 0; i < 30; i++) say(`u${i}`, 'what song is this?');
    const [{ offsets } = { offsets: [] }] = questions();
    expect(offsets).toEqual([0, ...Array.from({ length: 19 }, (_, i) => 11 + i)]);
  });

  test('ranks by its askers, lower where it is loaded or asked of one person', () => {
    say('ann', 'what mouse do you use?');
    say('ben', '@cho which keyboard is that?');
    const [first, second] = questions();
    expect(first).toMatchObject({ text: 'what mouse do you use?', rank: 4 });
    expect(second).toMatchObject({ rank: 2 });
  });

  test.each([
    ['an order to a bot', '!song what is this?', {}],
    ['an advert', 'want cheap viewers? visit my shop', {}],
    ['a link', 'have you seen www.example.org today?', {}],
    ['a greeting', 'hello, how are you?', {}],
    [
      'a bot',
      'did you know you can subscribe?',
      { author: { displayName: 'Nightbot', role: 'member' } },
    ],
    [
      'the broadcaster',
      'which game next?',
      { author: { displayName: 'Olive', role: 'broadcaster' } },
    ],
  ])('is none of %s', (_, text, extra) => {
    say('ann', text, extra);
    expect(questions()).toEqual([]);
  });
});

describe('a moderator’s word', () => {
  test('answers a question; those who have not heard it yet add to it, later ones ask another', () => {
    const first = say('ann', 'what song is this?');
    expect(settle(first, 'answered')).toBe(true);
    say('ben', 'song name?');
    expect(questions()).toMatchObject([{ id: '2-0', state: 'answered', askers: 2 }]);
    clock += minute;
    const again = say('cho', 'what song is this?');
    expect(questions()).toMatchObject([
      { id: '2-0', state: 'answered', askers: 2 },
      { id: `2-${again}`, state: 'open', askers: 1 },
    ]);
  });

  test('dismisses a question for good, in other words too', () => {
    const first = say('ann', 'what song is this?');
    settle(first, 'dismissed');
    clock += 10 * minute;
    say('ben', '노래 제목 뭐예요?');
    expect(questions()).toMatchObject([{ id: '2-0', state: 'dismissed', askers: 2 }]);
  });

  test('can be changed, and said twice it changes nothing', () => {
    const first = say('ann', 'what song is this?');
    settle(first, 'dismissed');
    expect(settle(first, 'dismissed')).toBe(false);
    expect(settle(first, 'answered')).toBe(true);
    expect(questions()).toMatchObject([{ state: 'answered' }]);
    expect(settle(999, 'answered')).toBe(false);
  });
});

describe('a removal', () => {
  test('of the first message makes the next one the first, under its own id', () => {
    const first = say('ann', 'what song is this?');
    const second = say('ben', 'song name?');
    questions();
    board.withdraw(first, true);
    expect(questions()).toMatchObject([{ id: `2-${second}`, text: 'song name?', askers: 1 }]);
    board.withdraw(first, false);
    expect(questions()).toMatchObject([{ id: '2-0', askers: 2 }]);
  });

  test('of what held two wordings together parts them', () => {
    const bridge = say('ann', 'is the red boss weak?');
    say('ben', 'is the red boss?');
    questions();
    board.withdraw(bridge, true);
    expect(questions()).toMatchObject([{ text: 'is the red boss?', askers: 1 }]);
  });

  test('of a chatter for good leaves no word of his', () => {
    const his = say('ann', 'what song is this?');
    say('ben', 'song name?');
    questions();
    expect(board.erase('ann')).toBe(true);
    board.withdraw(his, false);
    expect(questions()).toMatchObject([{ text: 'song name?', askers: 1 }]);
    expect(JSON.stringify(board)).not.toContain('song');
  });
});

describe('within its bounds', () => {
  test('the question fewest ask, and the longest ago, is left, and that shows', () => {
    board = open({ maxWordings: 2 });
    say('ann', 'what mouse do you use?');
    say('ben', 'which keyboard is that?');
    say('cho', 'which mouse is that?');
    say('dan', 'where is the red key?');
    expect(questions().map(({ text }) => text)).toEqual([
      'what mouse do you use?',
      'where is the red key?',
    ]);
    expect(bound).toEqual(['questions']);
  });

  test('a kept board goes on as if it had never stopped, but for texts', () => {
    const first = say('ann', 'what song is this?');
    say('ben', 'which keyboard is that?');
    settle(first, 'dismissed');
    questions();
    board = open({}, JSON.parse(JSON.stringify(board)) as typeof noQuestions);
    say('cho', '노래 제목 뭐예요?');
    expect(board.missing).toEqual([first]);
    board.recall(first, 'what song is this?');
    expect(board.missing).toEqual([]);
    expect(questions()).toMatchObject([
      { text: 'what song is this?', state: 'dismissed', askers: 2 },
      { text: 'which keyboard is that?' },
    ]);
  });
});

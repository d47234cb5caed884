import {
  parsePosition,
  type Moment,
  type Question,
  type RawChat,
  type TextAnalysis,
} from '@livechat/contracts';
import type { LogRecord } from '@livechat/backends';
import type { MomentLine, Peak } from './moment-content.ts';
import { Moments, type Chatters, type SavedMoments } from './moments.ts';
import { askingOf } from './question-asking.ts';
import { QuestionBoard, type QuestionBounds } from './question-board.ts';
import type { SavedQuestions } from './saved-questions.ts';

type Posted = Extract<RawChat, { type: 'message.posted' }>;

export interface SavedFindings {
  readonly questions: SavedQuestions;
  readonly moments: SavedMoments;
}

/** What a stream's records are counted against. */
export interface Context {
  /** The stream's event time, ms. */
  readonly clock: number;
  /** Chatters of the pieces before, the newest record included. */
  readonly recent: Chatters;
}

/** What is worth finding again in a stream: questions and moments. */
export class StreamFindings {
  readonly questions: QuestionBoard;
  readonly moments: Moments;

  constructor(
    private readonly epoch: number,
    bounds: QuestionBounds,
    saved: SavedFindings,
  ) {
    this.questions = new QuestionBoard(epoch, bounds, saved.questions);
    this.moments = new Moments(epoch, bounds.onBoundHit, saved.moments);
  }

  /** A message that counts. */
  post(line: MomentLine, value: Posted, said: TextAnalysis, { clock, recent }: Context): void {
    const asking = askingOf(value, said);
    if (asking) this.questions.ask(line, asking, clock);
    this.moments.judge(line.offset, line.at, clock, recent);
  }

  /** A message that counted was removed or put back. */
  withdraw(
    { offset, at }: { readonly offset: number; readonly at: number },
    gone: boolean,
    clock: number,
  ) {
    this.questions.withdraw(offset, gone);
    this.moments.touch(at, clock);
  }

  /** A record that is no message's; answers whether it changes a question. */
  take({ value, offset }: LogRecord<'raw-chats'>, clock: number): boolean {
    if (value.type === 'chatter.erased') return this.questions.erase(value.userId);
    if (value.type !== 'question.answered' && value.type !== 'question.dismissed') return false;
    const asked = parsePosition(value.questionId);
    if (asked?.epoch !== this.epoch) return false;
    const state = value.type === 'question.answered' ? 'answered' : 'dismissed';
    return this.questions.settle(asked.offset, state, { by: offset, clock });
  }

  /** Something has to be looked up before it can be told; memory is whole from a time on. */
  isLacking(wholeFrom: number): boolean {
    return this.questions.missing.length > 0 || this.staleMoments(wholeFrom).length > 0;
  }

  staleMoments(wholeFrom: number): readonly Peak[] {
    return this.moments.stale(wholeFrom);
  }

  /** All that changed since the last call. */
  changed(): { readonly questions: Question[]; readonly moments: Moment[] } {
    return { questions: this.questions.take(), moments: this.moments.take() };
  }

  toJSON(): SavedFindings {
    return { questions: this.questions.toJSON(), moments: this.moments.toJSON() };
  }
}

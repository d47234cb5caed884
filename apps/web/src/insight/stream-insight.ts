import type { AnalysisFrame, LogEvent, Moment, Question } from '@livechat/contracts';
import { Upserts, type Placed } from './upserts.ts';

export type PlacedQuestion = Placed<Question>;
export type PlacedMoment = Placed<Moment>;

/** Lists as they are read, and the log they belong to. */
export interface InsightLists {
  readonly questions: { readonly epoch: number; readonly items: readonly Question[] };
  readonly moments: { readonly epoch: number; readonly items: readonly Moment[] };
}

type Decision = Exclude<Question['state'], 'open'>;

/** The questions and moments of one stream, from what is read of them and what is told. */
export class StreamInsight {
  private readonly asked = new Upserts<Question>();
  private readonly peaks = new Upserts<Moment>();
  /** Decisions as the log has them, which the analysis follows a little later. */
  private readonly decided = new Map<string, { state: Decision; offset: number }>();
  private shownQuestions: readonly PlacedQuestion[] = [];
  private shownMoments: readonly PlacedMoment[] = [];
  private isStale = false;

  /** Withdrawn ones left out; the same array as long as nothing changed. */
  get questions(): readonly PlacedQuestion[] {
    this.settle();
    return this.shownQuestions;
  }

  /** Withdrawn ones left out, the newest first; the same array as long as nothing changed. */
  get moments(): readonly PlacedMoment[] {
    this.settle();
    return this.shownMoments;
  }

  /** A frame of the present epoch. */
  take({ questions, moments, upTo }: AnalysisFrame, epoch: number): void {
    this.asked.take(questions, { epoch, upTo });
    this.peaks.take(moments, { epoch, upTo });
    this.isStale ||= questions.length > 0 || moments.length > 0;
  }

  /** The lists are about to be read; what is answered takes them. */
  reading(): (lists: InsightLists) => void {
    const [questions, moments] = [this.asked.reading(), this.peaks.reading()];
    return (lists) => {
      questions(lists.questions.items, lists.questions.epoch);
      moments(lists.moments.items, lists.moments.epoch);
      this.isStale = true;
    };
  }

  /** An event of the log; most say nothing of questions. */
  hear(event: LogEvent): void {
    if (event.type === 'question.answered') this.decide(event.questionId, 'answered', event.offset);
    if (event.type === 'question.dismissed') {
      this.decide(event.questionId, 'dismissed', event.offset);
    }
  }

  /** A question was decided by the event at an offset. */
  decide(id: string, state: Decision, offset: number): void {
    if ((this.decided.get(id)?.offset ?? -1) > offset) return;
    this.decided.set(id, { state, offset });
    this.isStale = true;
  }

  private settle(): void {
    if (!this.isStale) return;
    this.isStale = false;
    this.shownQuestions = this.asked.items
      .filter(({ askers }) => askers > 0)
      .map((question) => this.asDecided(question));
    this.shownMoments = this.peaks.items
      .filter(({ chatters }) => chatters > 0)
      .toSorted((one, other) => other.peakAt - one.peakAt);
  }

  private asDecided(question: PlacedQuestion): PlacedQuestion {
    const decision = this.decided.get(question.id);
    if (!decision || this.asked.upTo(question.id) >= decision.offset) return question;
    return decision.state === question.state ? question : { ...question, state: decision.state };
  }
}

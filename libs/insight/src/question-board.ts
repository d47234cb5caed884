import { positionText, type Question } from '@livechat/contracts';
import type { Asking } from './question-asking.ts';
import { OpenQuestions, type QuestionGroup } from './question-groups.ts';
import { questionOf, voiceOf } from './question-record.ts';
import { signatureOf, Wording, type Ask, type Mark, type Standing } from './question-wording.ts';
import { savedQuestions, wordingsOf, type SavedQuestions } from './saved-questions.ts';
import { SettledQuestions, takesMore } from './settled-questions.ts';

export interface QuestionBounds {
  /** Wordings kept of one stream; beyond them the one that fewest ask, and the longest ago, is left. */
  readonly maxWordings: number;
  /** Asking messages kept of one stream. */
  readonly maxAsks: number;
  readonly onBoundHit: (bound: string) => void;
}

/** A message that asks. */
export interface Asked {
  readonly offset: number;
  readonly at: number;
  readonly authorId: string;
  readonly text: string;
}

/** How long people go on asking who have not heard the answer yet, ms. */
const graceMs = 30_000;

/**
 * What is asked in a stream. A question is what wordings that are much alike ask; the position of the first of its
 * messages that stands is its id. Once answered it is done: asked again, it comes up as another question. Once
 * dismissed it stays so, however often it is asked. All is a function of the log: a removed message leaves the
 * questions as if it had never been posted, within the bounds.
 */
export class QuestionBoard {
  /** In the order they came up. */
  private readonly wordings: Set<Wording>;
  /** Of equal wordings the one that takes messages. */
  private readonly bySignature = new Map<string, Wording>();
  private readonly byOffset = new Map<number, { readonly ask: Ask; readonly wording: Wording }>();
  private readonly settled = new SettledQuestions();
  private open: OpenQuestions;
  /** First offsets of questions that changed, came up or went since they were last taken. */
  private readonly touched = new Set<number>();
  /** Kept messages whose text is not known. */
  private textless: number;

  constructor(
    private readonly epoch: number,
    private readonly bounds: QuestionBounds,
    saved: SavedQuestions,
  ) {
    this.wordings = new Set(wordingsOf(saved));
    for (const wording of this.wordings) {
      this.bySignature.set(wording.signature, wording);
      for (const ask of wording.asks) this.byOffset.set(ask.offset, { ask, wording });
      this.settled.add(wording);
    }
    this.textless = this.byOffset.size;
    this.open = this.grouped();
  }

  /** A message asks something; `clock` is the stream's event time with it, ms. */
  ask({ at, ...message }: Asked, asking: Asking, clock: number): void {
    const { keys, weight, clarity } = asking;
    const wording = this.wordingOf(keys, clock);
    if (this.byOffset.size >= this.bounds.maxAsks && !this.displace('question_asks', wording)) {
      return;
    }
    const seconds = Math.floor(at / 1_000);
    const ask: Ask = { ...message, at: seconds, weight, clarity, standing: 'stands' };
    const isFirst = wording.standing === 0;
    this.changing(wording, () => {
      wording.add(ask);
      if (isFirst && !wording.mark) this.open.add(wording);
    });
    this.byOffset.set(ask.offset, { ask, wording });
    if (this.wordings.size > this.bounds.maxWordings) this.displace('questions', wording);
  }

  /** A message was removed or put back; answers whether it asks something. */
  withdraw(offset: number, gone: boolean): boolean {
    const known = this.byOffset.get(offset);
    if (!known || known.ask.standing === 'erased') return false;
    this.set(known.wording, known.ask, gone ? 'removed' : 'stands');
    return true;
  }

  /** The messages of a chatter are gone for good; answers whether any asks something. */
  erase(authorId: string): boolean {
    const theirs = [...this.byOffset.values()].filter(({ ask }) => ask.authorId === authorId);
    for (const { wording, ask } of theirs) {
      this.recall(ask.offset, '');
      ask.text = '';
      this.set(wording, ask, 'erased');
    }
    return theirs.length > 0;
  }

  /**
   * The event at `by` answers or dismisses the question that the message at an offset asks; answers whether that
   * changes it.
   */
  settle(offset: number, state: Mark['state'], { by, clock }: { by: number; clock: number }) {
    const wording = this.byOffset.get(offset)?.wording;
    if (!wording || wording.mark?.state === state) return false;
    const wordings = [...(this.questionOf(wording)?.wordings ?? [wording])];
    const keys = wording.mark?.keys ?? [...(wordings[0] ?? wording).keys];
    const mark: Mark = { state, offset: by, until: clock + graceMs, keys };
    for (const each of wordings) {
      this.touch(this.questionOf(each)?.first);
      this.settled.remove(each);
      each.mark = mark;
      this.settled.add(each);
    }
    this.regroup();
    this.touch(this.questionOf(wording)?.first);
    return true;
  }

  /** The text of a message, read again after a restart. */
  recall(offset: number, text: string): void {
    if (this.textless === 0) return;
    const ask = this.byOffset.get(offset)?.ask;
    if (!ask || ask.text !== undefined) return;
    ask.text = text;
    this.textless--;
  }

  /** Offsets of messages whose text is needed, and not known, to say what has changed. */
  get missing(): readonly number[] {
    if (this.textless === 0 || this.touched.size === 0) return [];
    return this.changed()
      .flatMap(({ group }) => (group ? (voiceOf(group) ?? []) : []))
      .flatMap(({ text, offset }) => (text === undefined ? offset : []));
  }

  /** The questions that changed since the last call, as they are now. */
  take(): Question[] {
    if (this.touched.size === 0) return [];
    const questions = this.changed().map(({ first, group }) =>
      questionOf(positionText({ epoch: this.epoch, offset: first }), first, group),
    );
    this.touched.clear();
    return questions;
  }

  toJSON(): SavedQuestions {
    return savedQuestions(this.wordings);
  }

  private changed() {
    const byFirst = new Map<number, QuestionGroup>();
    for (const group of this.open.groups) byFirst.set(group.first, group);
    for (const group of this.settled.groups) byFirst.set(group.first, group);
    const firsts = [...this.touched].sort((a, b) => a - b);
    return firsts.map((first) => ({ first, group: byFirst.get(first) }));
  }

  /** The wording that a message with these keys belongs to, a new one if need be. */
  private wordingOf(keys: Int32Array, clock: number): Wording {
    const signature = signatureOf(keys);
    const known = this.bySignature.get(signature);
    if (known && takesMore(known.mark, clock)) return known;
    const wording = new Wording(keys, this.settled.takerOf(keys, clock));
    this.wordings.add(wording);
    this.bySignature.set(signature, wording);
    this.settled.add(wording);
    return wording;
  }

  private set(wording: Wording, ask: Ask, standing: Standing): void {
    this.changing(wording, () => {
      const { first } = wording;
      wording.set(ask, standing);
      if (wording.mark || wording.first === first || this.open.holds(wording)) return;
      if (wording.first >= 0 || !this.open.remove(wording)) this.regroup();
    });
  }

  /** Does something to a wording and tells of its question before and after. */
  private changing(wording: Wording, change: () => void): void {
    this.touch(this.questionOf(wording)?.first);
    change();
    this.touch(this.questionOf(wording)?.first);
  }

  private questionOf(wording: Wording): QuestionGroup | undefined {
    return wording.mark ? this.settled.groupOf(wording) : this.open.groupOf.get(wording);
  }

  private grouped(): OpenQuestions {
    return new OpenQuestions([...this.wordings].filter(({ mark }) => !mark));
  }

  private regroup(): void {
    const before = new Map([...this.open.groups].map((group) => [shapeOf(group), group.first]));
    this.open = this.grouped();
    for (const group of this.open.groups) {
      if (!before.delete(shapeOf(group))) this.touch(group.first);
    }
    for (const first of before.values()) this.touch(first);
  }

  private touch(first: number | undefined): void {
    if (first !== undefined && first >= 0) this.touched.add(first);
  }

  /** Leaves the wording that fewest ask, of those the one asked the longest ago; answers whether there was one. */
  private displace(bound: string, spared: Wording): boolean {
    this.bounds.onBoundHit(bound);
    let least: Wording | undefined;
    for (const wording of this.wordings) {
      if (wording !== spared && (!least || isLess(wording, least))) least = wording;
    }
    if (least) this.drop(least);
    return least !== undefined;
  }

  private drop(wording: Wording): void {
    const group = this.questionOf(wording);
    this.touch(group?.first);
    this.wordings.delete(wording);
    for (const { offset, text } of wording.asks) {
      this.byOffset.delete(offset);
      if (text === undefined) this.textless--;
    }
    if (this.bySignature.get(wording.signature) === wording) this.remap(wording.signature);
    if (wording.mark) this.settled.remove(wording);
    else if (!this.open.remove(wording)) this.regroup();
    this.touch(group?.first);
  }

  /** The newest of equal wordings takes the messages. */
  private remap(signature: string): void {
    this.bySignature.delete(signature);
    for (const wording of this.wordings) {
      if (wording.signature === signature) this.bySignature.set(signature, wording);
    }
  }
}

const isLess = (one: Wording, other: Wording): boolean =>
  one.standing < other.standing || (one.standing === other.standing && one.newest < other.newest);

const shapeOf = (group: QuestionGroup): string => group.wordings.map(({ first }) => first).join();

import { QuestionGroup } from './question-groups.ts';
import { askTheSame, likeness } from './question-keys.ts';
import type { Mark, Wording } from './question-wording.ts';

/** Questions that moderators answered or dismissed: all wordings with one mark are one question. */
export class SettledQuestions {
  private readonly byMark = new Map<Mark, QuestionGroup>();

  get groups(): Iterable<QuestionGroup> {
    return this.byMark.values();
  }

  groupOf({ mark }: Wording): QuestionGroup | undefined {
    return mark && this.byMark.get(mark);
  }

  /** Takes a wording that has a mark. */
  add(wording: Wording): void {
    const { mark } = wording;
    if (!mark) return;
    const group = this.byMark.get(mark) ?? new QuestionGroup();
    this.byMark.set(mark, group);
    group.wordings.push(wording);
  }

  remove(wording: Wording): void {
    const group = this.groupOf(wording);
    if (!wording.mark || !group) return;
    group.wordings.splice(group.wordings.indexOf(wording), 1);
    if (group.wordings.length === 0) this.byMark.delete(wording.mark);
  }

  /** The mark of the settled question that other words ask again, while it takes them; of equals the newest. */
  takerOf(keys: Int32Array, clock: number): Mark | undefined {
    let [best, most] = [undefined as Mark | undefined, -1];
    for (const mark of this.byMark.keys()) {
      const theirs = Int32Array.from(mark.keys);
      if (!takesMore(mark, clock) || !askTheSame(keys, theirs)) continue;
      const alike = likeness(keys, theirs);
      if (alike < most || (alike === most && mark.offset < (best?.offset ?? 0))) continue;
      [best, most] = [mark, alike];
    }
    return best;
  }
}

/** Whether a wording with this mark, or none, takes messages at a time. */
export const takesMore = (mark: Mark | undefined, clock: number): boolean =>
  mark === undefined || mark.state === 'dismissed' || clock <= mark.until;

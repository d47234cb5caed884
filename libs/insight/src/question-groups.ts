import { askTheSame, likeness } from './question-keys.ts';
import type { Wording } from './question-wording.ts';

/** Wordings of one question. The first to be asked leads: the others are alike to it. */
export class QuestionGroup {
  readonly wordings: Wording[] = [];

  /** Offset of the first message that stands, −1 if none does. */
  get first(): number {
    let first = -1;
    for (const wording of this.wordings) {
      if (wording.first >= 0 && (first < 0 || wording.first < first)) first = wording.first;
    }
    return first;
  }
}

/**
 * Groups open wordings in the order in which they were first asked, as far as that stands: each joins the question it
 * is most like, or begins one. Only questions that share a key are compared.
 */
export class OpenQuestions {
  readonly groupOf = new Map<Wording, QuestionGroup>();
  private readonly order: Wording[];
  private readonly byKey = new Map<number, QuestionGroup[]>();
  /** In the order in which they began. */
  private readonly numbers = new Map<QuestionGroup, number>();
  private begun = 0;

  constructor(wordings: Iterable<Wording> = []) {
    this.order = [...wordings].filter(({ first }) => first >= 0);
    this.order.sort((a, b) => a.first - b.first);
    for (const wording of this.order) this.place(wording);
  }

  get groups(): Iterable<QuestionGroup> {
    return this.numbers.keys();
  }

  /** Takes a wording that was first asked after all others. */
  add(wording: Wording): QuestionGroup {
    this.order.push(wording);
    return this.place(wording);
  }

  /** Leaves a wording out; answers false where others stand with it, so that all are to be grouped anew. */
  remove(wording: Wording): boolean {
    const group = this.groupOf.get(wording);
    if (!group) return true;
    const place = group.wordings.indexOf(wording);
    if (place === 0 && group.wordings.length > 1) return false;
    group.wordings.splice(place, 1);
    this.groupOf.delete(wording);
    this.order.splice(this.order.indexOf(wording), 1);
    if (group.wordings.length === 0) this.end(group, wording);
    return true;
  }

  /** Whether a wording whose first message changed stands where it stood among the others. */
  holds(wording: Wording): boolean {
    const place = this.order.indexOf(wording);
    if (place < 0) return wording.first < 0;
    const [before, after] = [this.order[place - 1], this.order[place + 1]];
    if (wording.first < (before?.first ?? 0)) return false;
    return after === undefined || wording.first < after.first;
  }

  private place(wording: Wording): QuestionGroup {
    const group = this.mostAlike(wording) ?? this.begin(wording);
    group.wordings.push(wording);
    this.groupOf.set(wording, group);
    return group;
  }

  private begin({ keys }: Wording): QuestionGroup {
    const group = new QuestionGroup();
    this.numbers.set(group, this.begun++);
    for (const key of keys) {
      const groups = this.byKey.get(key);
      if (groups) groups.push(group);
      else this.byKey.set(key, [group]);
    }
    return group;
  }

  private end(group: QuestionGroup, { keys }: Wording): void {
    this.numbers.delete(group);
    for (const key of keys) {
      const groups = this.byKey.get(key)?.filter((other) => other !== group) ?? [];
      if (groups.length > 0) this.byKey.set(key, groups);
      else this.byKey.delete(key);
    }
  }

  private mostAlike({ keys }: Wording): QuestionGroup | undefined {
    let [best, most, number] = [undefined as QuestionGroup | undefined, -1, -1];
    for (const key of keys) {
      for (const group of this.byKey.get(key) ?? []) {
        const leader = group.wordings[0]?.keys ?? keys;
        if (group === best || !askTheSame(keys, leader)) continue;
        const [alike, its] = [likeness(keys, leader), this.numbers.get(group) ?? 0];
        if (alike < most || (alike === most && its > number)) continue;
        [best, most, number] = [group, alike, its];
      }
    }
    return best;
  }
}

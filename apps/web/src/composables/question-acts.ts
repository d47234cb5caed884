import { shallowRef } from 'vue';
import { codeOf, type RequestErrorCode } from '../api/http.ts';

export const decisions = ['answer', 'dismiss'] as const;
export type Decision = (typeof decisions)[number];
/** What a decision makes of a question. */
export const stateOf = { answer: 'answered', dismiss: 'dismissed' } as const;

/** What a moderator does with a question: under way, or failed and why. */
export interface QuestionAct {
  readonly name: Decision;
  readonly fault?: RequestErrorCode | undefined;
}

/** Decisions of this page that are under way or failed, by the question's id. */
export function useQuestionActs(decide: (name: Decision, id: string) => Promise<unknown>) {
  const acts = shallowRef<ReadonlyMap<string, QuestionAct>>(new Map());

  function put(id: string, act: QuestionAct | undefined): void {
    const next = new Map(acts.value);
    if (act) next.set(id, act);
    else next.delete(id);
    acts.value = next;
  }

  async function act(id: string, name: Decision): Promise<void> {
    const known = acts.value.get(id);
    if (known && !known.fault) return;
    put(id, { name });
    try {
      await decide(name, id);
      put(id, undefined);
    } catch (error) {
      put(id, { name, fault: codeOf(error) });
    }
  }

  return { acts, act };
}

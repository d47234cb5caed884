import type { PlacedQuestion } from './stream-insight.ts';

/** Questions by state, each as they are shown. */
export interface QuestionGroups {
  /** Highest rank first: most askers, but for what is loaded or asked of one person. */
  readonly open: readonly PlacedQuestion[];
  /** The newest first. */
  readonly answered: readonly PlacedQuestion[];
  readonly dismissed: readonly PlacedQuestion[];
}

const byAge = (one: PlacedQuestion, other: PlacedQuestion) => other.at - one.at;
/** The id breaks ties, so that equals never change places. */
const byRank = (one: PlacedQuestion, other: PlacedQuestion) =>
  other.rank - one.rank ||
  other.askers - one.askers ||
  byAge(one, other) ||
  (one.id < other.id ? -1 : 1);

export function questionGroups(questions: readonly PlacedQuestion[]): QuestionGroups {
  const of = (state: PlacedQuestion['state']) => questions.filter((each) => each.state === state);
  return {
    open: of('open').toSorted(byRank),
    answered: of('answered').toSorted(byAge),
    dismissed: of('dismissed').toSorted(byAge),
  };
}

/** In the order of ids on screen; what is new comes last, so that nothing moves. */
export function inShownOrder<T extends { readonly id: string }>(
  items: readonly T[],
  shown: readonly string[],
): readonly T[] {
  const places = new Map(shown.map((id, place) => [id, place]));
  const place = ({ id }: T) => places.get(id) ?? Infinity;
  return items.toSorted((one, other) =>
    place(one) < place(other) ? -1 : place(one) > place(other) ? 1 : 0,
  );
}

import { Wording, type Ask, type Mark, type Standing } from './question-wording.ts';

/** The form in which a checkpoint keeps the questions of a stream: no texts. */
export interface SavedQuestions {
  readonly authors: readonly string[];
  readonly marks: readonly Mark[];
  /** In the order they came up; `mark` is the place in `marks`, −1 for an open one. */
  readonly wordings: readonly {
    readonly keys: readonly number[];
    readonly mark: number;
    /** Four numbers a message: offset, place in `authors`, event time in s, and how it asks and stands. */
    readonly asks: readonly number[];
  }[];
}

export const noQuestions: SavedQuestions = { authors: [], marks: [], wordings: [] };

const standings: readonly Standing[] = ['stands', 'removed', 'erased'];
const packed = ({ weight, clarity, standing }: Ask) =>
  weight | (clarity << 3) | (standings.indexOf(standing) << 7);

export function savedQuestions(wordings: Iterable<Wording>): SavedQuestions {
  const authors = new Map<string, number>();
  const marks: Mark[] = [];
  const placeOf = (mark: Mark): number => {
    const place = marks.indexOf(mark);
    return place < 0 ? marks.push(mark) - 1 : place;
  };
  const kept = [...wordings].map((wording) => ({
    keys: [...wording.keys],
    mark: wording.mark ? placeOf(wording.mark) : -1,
    asks: wording.asks.flatMap((ask) => {
      const author = authors.get(ask.authorId) ?? authors.size;
      authors.set(ask.authorId, author);
      return [ask.offset, author, ask.at, packed(ask)];
    }),
  }));
  return { authors: [...authors.keys()], marks, wordings: kept };
}

export function wordingsOf({ authors, marks, wordings }: SavedQuestions): Wording[] {
  return wordings.map(({ keys, mark, asks }) => {
    const wording = new Wording(Int32Array.from(keys), marks[mark]);
    for (let at = 0; at < asks.length; at += 4) {
      const [offset = 0, author = 0, seconds = 0, how = 0] = asks.slice(at, at + 4);
      wording.add({
        offset,
        at: seconds,
        authorId: authors[author] ?? '',
        weight: how & 7,
        clarity: (how >> 3) & 15,
        standing: standings[how >> 7] ?? 'stands',
        text: undefined,
      });
    }
    return wording;
  });
}

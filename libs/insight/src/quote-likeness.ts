/** Words that say nothing of what a line is about. */
const empty = new Set(
  (
    'a an the and or but so of to in on at for with from by as is are was were be been am do does did have has had ' +
    'i you he she it we they me him her us them my your his its our their this that these those there here what ' +
    'who how when where why which not no yes if then than just can could will would should if im its dont thats ' +
    'youre isnt cant de la el que y en un una los las por con para es no se lo le o e do da em um uma os das dos ' +
    'der die das und ist nicht ich ein eine zu den mit auf du wir le les des et est pas je un une il che di non per'
  ).split(' '),
);

const apostrophes = /['’]/g;
const repeats = /([^\p{N}])\1+/gu;
const words = /[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu;

/** The distinct words of a line as people compare lines: case, repeats and small words aside, emotes and emoji too. */
export function comparedWords(text: string): readonly string[] {
  const folded = text.toLowerCase().replace(apostrophes, '').replace(repeats, '$1');
  const all = folded.match(words) ?? [];
  const telling = all.filter((word) => !empty.has(word));
  return [...new Set(telling.length > 0 ? telling : all)];
}

/** Another set, and the Jaccard index with it. */
export type Like = readonly [other: number, likeness: number];

/** Finds the sets of words that are like one of them. */
export class Likeness {
  private readonly byWord = new Map<string, number[]>();

  constructor(private readonly sets: readonly (readonly string[])[]) {
    sets.forEach((set, at) => {
      for (const word of set) {
        const known = this.byWord.get(word);
        if (known) known.push(at);
        else this.byWord.set(word, [at]);
      }
    });
  }

  /** All sets at least so like the one at a place, that one too. */
  of(at: number, least: number): readonly Like[] {
    const set = this.sets[at] ?? [];
    const common = new Map<number, number>();
    for (const word of set) {
      for (const other of this.byWord.get(word) ?? []) {
        common.set(other, (common.get(other) ?? 0) + 1);
      }
    }
    const alike: Like[] = [];
    for (const [other, count] of common) {
      const likeness = count / (set.length + (this.sets[other]?.length ?? 0) - count);
      if (likeness >= least) alike.push([other, likeness]);
    }
    return alike;
  }
}

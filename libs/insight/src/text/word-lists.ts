import { afinn } from './lexica/afinn.ts';
import { arabic } from './lexica/arabic.ts';
import { bystanders } from './lexica/bystanders.ts';
import { chinese } from './lexica/chinese.ts';
import { emoji } from './lexica/emoji.ts';
import { emotes } from './lexica/emotes.ts';
import { englishBlame } from './lexica/english-blame.ts';
import { englishGrammar } from './lexica/english-grammar.ts';
import { englishPraise } from './lexica/english-praise.ts';
import { french } from './lexica/french.ts';
import { german } from './lexica/german.ts';
import { hindi } from './lexica/hindi.ts';
import { italian } from './lexica/italian.ts';
import { japanese } from './lexica/japanese.ts';
import { korean } from './lexica/korean.ts';
import { koreanGrammar } from './lexica/korean-grammar.ts';
import { portuguese } from './lexica/portuguese.ts';
import { russian } from './lexica/russian.ts';
import { spanish } from './lexica/spanish.ts';
import type { WordList } from './word-list.ts';

/** All lists; where one language has a word twice, the earlier list decides. */
export const wordLists: readonly WordList[] = [
  emotes,
  emoji,
  koreanGrammar,
  korean,
  englishPraise,
  englishBlame,
  englishGrammar,
  afinn(),
  spanish,
  portuguese,
  german,
  french,
  italian,
  russian,
  arabic,
  hindi,
  japanese,
  chinese,
  ...bystanders,
];

import type { Category, Sentiment } from '@livechat/contracts';
import { readFileSync } from 'node:fs';

/** A line written for this project and labelled by what the chat means. */
export interface DevelopmentLine {
  readonly capability: string;
  readonly language: string;
  readonly sentiment: Sentiment;
  readonly category: Category;
  readonly isToxic: boolean;
  readonly text: string;
}

/** The labelled lines that the word lists were made with. */
export function developmentLines(): DevelopmentLine[] {
  const table = readFileSync(new URL('development-lines.tsv', import.meta.url), 'utf8');
  return table.trimEnd().split('\n').slice(1).map(lineOf);
}

function lineOf(row: string): DevelopmentLine {
  const [capability = '', language = '', sentiment, category, toxic, text = ''] = row.split('\t');
  return {
    capability,
    language,
    sentiment: sentiment as Sentiment,
    category: category as Category,
    isToxic: toxic === '1',
    text,
  };
}

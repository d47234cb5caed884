import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { analyze } from '../../text/analyze.ts';
import { resultsOf } from './evaluation.ts';
import { groupedBy } from './grouping.ts';
import { plainTable, rowsOfResults } from './result-table.ts';
import { examplesOf } from './tables.ts';
import type { Example } from './tables.ts';

const help = `Usage: npm run evaluate -- FILE.tsv ... [--misses N]

Scores the committed text engine on labelled tables and prints what it reaches beside the \`sentiment\`
package: rows of "split TAB label TAB text", the same with "capability language category" behind them,
or authored lines with their header. Parts that training may have learnt from stand apart.
  --misses  also prints up to N texts of each table whose answer was wrong
`;

const options = {
  misses: { type: 'string', default: '0' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `npm run evaluate`. Returns what the process exits with; writes to the two streams. */
export function evaluate(
  args: readonly string[],
  say: (line: string) => void,
  complain: (line: string) => void,
): number {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    });
    if (values.help) return (say(help), 0);
    if (positionals.length === 0) throw new Error('a file is needed; see --help.');
    const examples = positionals.flatMap(readExamples);
    const results = partsOf(examples).flatMap(([what, own]) => resultsOf(what, own, analyze));
    say(plainTable(rowsOfResults(results)));
    for (const [what, own] of partsOf(examples))
      say(
        missesOf(own, Number(values.misses))
          .map((line) => `${what}: ${line}\n`)
          .join(''),
      );
    return 0;
  } catch (error) {
    complain(`evaluate: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

function readExamples(path: string): Example[] {
  const name = basename(path);
  const examples = examplesOf(readFileSync(path, 'utf8'), name);
  if (examples.length === 0)
    throw new Error(`${name}: its labels are none that the engine answers.`);
  return examples.map((example) => ({ ...example, source: name.replace(/\.tsv$/, '') }));
}

/** Each table, its learnt part apart, and for tables with tags the parts of each tag and language. */
function partsOf(examples: readonly Example[]): [string, Example[]][] {
  return [...groupedBy(examples, ({ source }) => source)].flatMap(([source, own]) => {
    const held = own.filter((example) => example.isHeldOut);
    const learnt = own.filter((example) => !example.isHeldOut);
    const tagged = held.flatMap((example) => example.tags.map((tag) => [tag, example] as const));
    const tags = [...groupedBy(tagged, ([tag]) => tag)].map(([tag, pairs]): [string, Example[]] => [
      `${source}, ${tag}`,
      pairs.map(([, example]) => example),
    ]);
    const parts: [string, Example[]][] = [
      [`${source}, held out`, held],
      ...tags,
      [`${source}, learnt`, learnt],
    ];
    return parts.filter(([, texts]) => texts.length > 0);
  });
}

function missesOf(examples: readonly Example[], most: number): string[] {
  return examples
    .flatMap((example) => {
      const wrong = resultsOf('', [example], analyze).filter(({ value }) => value === 0);
      return wrong.length === 0 ? [] : [`${JSON.stringify(analyze(example.text))} ${example.text}`];
    })
    .slice(0, most);
}

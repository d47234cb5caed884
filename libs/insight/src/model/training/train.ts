import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { TextEngine } from '../../text/text-engine.ts';
import { decodeWeights, encodeWeights } from '../weights-file.ts';
import { readCorpus } from './corpus.ts';
import type { Corpus } from './corpus.ts';
import { resultsOf } from './evaluation.ts';
import type { Result } from './evaluation.ts';
import { groupedBy } from './grouping.ts';
import { manifestOf } from './manifest.ts';
import { modelCard } from './model-card.ts';
import { defaultSettings } from './settings.ts';
import type { TrainingSettings } from './settings.ts';
import { trainedWeights } from './trainer.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const help = `Usage: npm run train -- --data DIR [--lines DIR] [--seed N] [--out DIR] [--card FILE]

Trains the weights of the text engine from labelled tables and the authored lines; the same input and
seed give the same weights, bit for bit. Held-out parts are never learnt from.
  --data   folder with .tsv tables, a row "split TAB label TAB text"
  --lines  folder with authored lines (default libs/insight/src/model/lines)
  --seed   orders the lessons (default ${defaultSettings.seed})
  --out    where text.bin.gz and manifest.json go (default libs/insight/weights)
  --card   where the model card goes (default docs/model-card.md)
`;

const options = {
  data: { type: 'string' },
  lines: { type: 'string', default: here('../lines') },
  seed: { type: 'string', default: String(defaultSettings.seed) },
  out: { type: 'string', default: here('../../../weights') },
  card: { type: 'string', default: here('../../../../../docs/model-card.md') },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `npm run train`. Returns what the process exits with; writes to the two streams. */
export function train(
  args: readonly string[],
  say: (line: string) => void,
  complain: (line: string) => void,
): number {
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return (say(help), 0);
    if (values.data === undefined) throw new Error('--data DIR is needed; see --help.');
    const seed = Number(values.seed);
    if (!Number.isInteger(seed)) throw new Error(`--seed: "${values.seed}" is no whole number.`);
    const corpus = readCorpus(values.data, values.lines);
    const settings = { ...defaultSettings, seed };
    const { file, results } = trained(corpus, settings, say);
    const manifest = manifestOf(corpus, settings, file, results);
    mkdirSync(values.out, { recursive: true });
    writeFileSync(`${values.out}/text.bin.gz`, file);
    writeFileSync(`${values.out}/manifest.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
    writeFileSync(values.card, modelCard(corpus, manifest, results));
    return 0;
  } catch (error) {
    complain(`train: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

function trained(
  { examples }: Corpus,
  settings: TrainingSettings,
  say: (line: string) => void,
): { readonly file: Buffer; readonly results: readonly Result[] } {
  const begin = performance.now();
  const file = encodeWeights(
    trainedWeights(examples, settings, (step) => {
      say(`${((performance.now() - begin) / 1_000).toFixed(0).padStart(4)} s  ${step}`);
    }),
  );
  const engine = new TextEngine(decodeWeights(file));
  const heldOut = groupedBy(
    examples.filter((example) => example.isHeldOut),
    (example) => example.source,
  );
  const results = [...heldOut].flatMap(([source, own]) =>
    resultsOf(source, own, (text) => engine.analyze(text)),
  );
  return { file, results };
}

import { OUTPUTS } from '../linear-model.ts';
import type { Corpus } from './corpus.ts';
import type { Result } from './evaluation.ts';
import { groupedBy } from './grouping.ts';
import type { Manifest } from './manifest.ts';
import { markdownTable, rowsOfResults } from './result-table.ts';
import { sourceOf } from './sources.ts';
import type { Example } from './tables.ts';

/** The page that says what the model was made from, what it reaches, and what it must not be used for. */
export function modelCard(corpus: Corpus, manifest: Manifest, heldOut: readonly Result[]): string {
  return `# Model card of the text engine

Written by \`npm run train\`; do not edit. Engine \`${manifest.engine}\`, seed ${manifest.settings.seed}.

## What it is

${design(manifest)}

## What it learnt from

${markdownTable(dataRows(corpus.examples))}
A text that stands in several files is kept once, held-out parts first. Where a file has a validation
part, that is held out; of other files one text in ten by its hash; of the authored lines one family in
five by the hash of its name. The texts of others are not part of this repository, only what was
learnt from them: see NOTICE. SHA-256 of every file stands in \`libs/insight/weights/manifest.json\`.

## What it reaches on held-out parts

Of 100, with 95 % intervals of 1,000 resamples; beside it the \`sentiment\` package, by the sign of its score.

${markdownTable(rowsOfResults(heldOut))}
${weaknesses}`;
}

function design({ buckets, packedBytes }: Manifest): string {
  return `One pass cuts a text into tokens; word lists in 13 languages say what words, emotes, emoji and laughter
mean, and rules apply negation, boosters, irony and sentence shape. Their reading is a set of binary
features; hashed words, word pairs, negated words, parts of words (4 letters) and of Hangul, Kana and
Han (1–4 syllables) are others. Three softmax regressions (sentiment 3, category 7, toxicity 2) are
trained on them together by AdaGrad; reviews that know no neutral teach positive against negative only.
Of all n-grams the ${thousands(buckets)} that tell most are kept, ${OUTPUTS} weights of 8 bits each: ${thousands(Math.round(packedBytes / 1_024))} KiB packed.
An answer is a sum of integers and one conversion: the same on every machine.`;
}

const weaknesses = `## Known weaknesses

- Irony is read by the forms that are frequent (praise beside lag, adverts, an eye-roll); the rest is missed.
- Much of what it learnt from is tweets and reviews, not live chat; jargon of one game or one community is
  unknown to it, and so are emotes that are on no list.
- Hindi is learnt from romanised tweets whose labels agree little with the texts; Japanese, Chinese and
  Russian rest on word lists and some authored lines.
- The authored lines were written and labelled by this project's contributors: their taste decides what is
  praise, and what is banter.
- Labels of toxicity come from three communities' ideas of offence. Words of a group for itself, quotations
  and dialects are called toxic more often than they should be.

## What toxicity must not be used for

It sorts and suggests: it may order a moderator's queue or fold a message away. It must not ban or mute
anybody, score people, or be shown as a fact about a person, without a human decision.
`;

function dataRows(examples: readonly Example[]): string[][] {
  const head = ['data', 'origin', 'licence', 'learnt', 'held out'];
  const groups = groupedBy(examples, ({ source }) => source);
  return [
    head,
    ...[...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, own]) => {
        const source = sourceOf(name);
        const held = own.filter((example) => example.isHeldOut).length;
        const origin =
          name === 'lines' ? 'written for this project' : (source?.origin ?? 'unknown');
        const licence = name === 'lines' ? 'MIT' : (source?.licence ?? 'unknown');
        return [name, origin, licence, thousands(own.length - held), thousands(held)];
      }),
  ];
}

function thousands(count: number): string {
  return count.toString().replace(/\B(?=(?:\d{3})+$)/g, ',');
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TextEngine } from '../../text/text-engine.ts';
import { decodeWeights } from '../weights-file.ts';
import { evaluate } from './evaluate.ts';
import { train } from './train.ts';

const header = 'family\tlanguage\tsentiment\tcategory\ttoxic\ttags\ttext';
const things = ['map', 'song', 'boss', 'skin', 'raid', 'build', 'round', 'cam', 'voice', 'hat'];
const reviews = things.flatMap((thing) => [
  `train\tpositive\twhat a zorbly ${thing}`,
  `train\tnegative\twhat a grimful ${thing}`,
  `val\tpositive\tthe ${thing} again, so zorbly`,
  `val\tnegative\tthe ${thing} again, so grimful`,
]);
const lines = things.flatMap((thing, at) => [
  `a${at}\ten\tpositive\tpraise\t0\t\tzorbly ${thing}`,
  `b${at}\ten\tneutral\tother\t0\t\tthe ${thing} at noon`,
  `c${at}\ten\tnegative\tcriticism\t1\tinsult\tyou grimful ${thing}`,
]);

let folder = '';
let said: string[] = [];
let complaints: string[] = [];
const say = (line: string): number => said.push(line);
const complain = (line: string): number => complaints.push(line);
const path = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'train-'));
  said = [];
  complaints = [];
  writeFileSync(path('reviews.tsv'), `${reviews.join('\n')}\n`);
  writeFileSync(path('lines.tsv'), `${header}\n${lines.join('\n')}\n`);
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(out: string, ...more: string[]): number {
  const places = ['--data', folder, '--lines', folder, '--out', path(out), '--card', path('card')];
  return train([...places, ...more], say, complain);
}

describe('train', () => {
  it('learns words that stand on no list, and never from held-out parts', () => {
    expect(run('one')).toBe(0);
    const engine = new TextEngine(decodeWeights(readFileSync(path('one/text.bin.gz'))));
    expect(engine.analyze('zorbly').score).toBeGreaterThan(engine.analyze('grimful').score);
    const manifest = readFileSync(path('one/manifest.json'), 'utf8');
    expect(manifest).toContain('"what": "reviews"');
    expect(readFileSync(path('card'), 'utf8')).toContain('What toxicity must not be used for');
  });

  it('writes the same bytes from the same input and seed, others from another seed', () => {
    run('one');
    run('two');
    run('three', '--seed', '7');
    const bytes = (out: string): Buffer => readFileSync(path(`${out}/text.bin.gz`));
    expect(bytes('one').equals(bytes('two'))).toBe(true);
    expect(bytes('one').equals(bytes('three'))).toBe(false);
  });

  it.each([
    [['--data', '/nowhere'], /ENOENT/],
    [[], /--data DIR is needed/],
    [['--data', '.', '--seed', 'x'], /"x" is no whole number/],
    [['--dat', '.'], /Unknown option '--dat'/],
  ])('answers %j with what is wrong', (args, message) => {
    expect(train(args, say, complain)).toBe(2);
    expect(complaints.join()).toMatch(message);
  });

  it('names the row that is broken', () => {
    writeFileSync(path('reviews.tsv'), 'train\tpositive\tfine\ntrain\tpositive\n');
    expect(run('one')).toBe(2);
    expect(complaints.join()).toMatch(/reviews\.tsv:2: split, label and text are needed/);
  });

  it('says how it is used', () => {
    expect(train(['--help'], say, complain)).toBe(0);
    expect(said.join()).toContain('Usage: npm run train');
  });
});

describe('evaluate', () => {
  it('prints a table of held-out and learnt parts beside the sentiment package', () => {
    expect(evaluate([path('reviews.tsv'), path('lines.tsv')], say, complain)).toBe(0);
    const table = said.join('');
    expect(table).toMatch(/texts +field +measure +n +ours +95 % +`sentiment`/);
    expect(table).toMatch(/reviews, held out +sign of the score +accuracy +20 /);
    expect(table).toMatch(/lines, held out +toxicity +macro-F1/);
  });

  it('prints texts that it missed', () => {
    writeFileSync(
      path('odd.tsv'),
      'dev\tnegative\twhat a lovely day, thank you\tirony\ten\tcriticism\n',
    );
    expect(evaluate([path('odd.tsv'), '--misses', '3'], say, complain)).toBe(0);
    expect(said.join('')).toContain('} what a lovely day, thank you');
  });

  it.each([
    [[], /a file is needed/],
    [['/nowhere.tsv'], /ENOENT/],
  ])('answers %j with what is wrong', (args, message) => {
    expect(evaluate(args, say, complain)).toBe(2);
    expect(complaints.join()).toMatch(message);
  });

  it('refuses a table whose labels say nothing to it', () => {
    writeFileSync(path('spam.tsv'), 'train\tspam\tbuy it\ntrain\tham\thello\n');
    expect(evaluate([path('spam.tsv')], say, complain)).toBe(2);
    expect(complaints.join()).toContain('spam.tsv: its labels are none that the engine answers.');
  });

  it('says how it is used', () => {
    expect(evaluate(['-h'], say, complain)).toBe(0);
    expect(said.join()).toContain('Usage: npm run evaluate');
  });
});

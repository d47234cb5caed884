// @ts-check
// npm run analyze: one text a line on stdin, one JSON object a line on stdout.
import { pipeline } from 'node:stream/promises';
import { answersTo } from './analysis-lines.mjs';

const help = `Usage: npm run -s analyze < texts > answers

Reads one text a line from stdin and writes one JSON object a line to stdout, in the same order:
  {"sentiment":"positive","score":0.612,"category":"praise","toxicity":0,"language":"en"}
  sentiment  positive, neutral or negative
  score      -1 to 1
  category   praise, criticism, laughter, question, advice, greeting or other
  toxicity   0 to 1; toxic from 0.5
  language   ISO 639-1, or und where there is too little to tell
A line over 8 KB, or not UTF-8, is answered {"error":"..."} and the run goes on.
`;

const [option, ...others] = process.argv.slice(2);
if (option === '--help' || option === '-h') {
  process.stdout.write(help);
} else if (option !== undefined) {
  process.stderr.write(`analyze takes no "${[option, ...others].join(' ')}"; see --help.\n`);
  process.exitCode = 2;
} else {
  await answerAll();
}

async function answerAll() {
  const { analyze } = await import('@livechat/insight');
  try {
    await pipeline(process.stdin, (chunks) => answersTo(chunks, analyze), process.stdout);
  } catch (error) {
    // The reader of the answers has had enough, as `head` has.
    const isClosed = error instanceof Error && 'code' in error && error.code === 'EPIPE';
    if (!isClosed) throw error;
  }
}

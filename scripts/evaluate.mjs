// @ts-check
// npm run evaluate: scores the text engine on labelled tables, beside the `sentiment` package.
import { training } from './training-sources.mjs';

/** @type {typeof import('../libs/insight/src/model/training/evaluate.ts')} */
const { evaluate } = await training('evaluate');
process.exitCode = evaluate(process.argv.slice(2), console.log, console.error);

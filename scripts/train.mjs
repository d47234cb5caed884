// @ts-check
// npm run train: rebuilds the weights of the text engine from labelled tables, and its model card.
import { training } from './training-sources.mjs';

/** @type {typeof import('../libs/insight/src/model/training/train.ts')} */
const { train } = await training('train');
process.exitCode = train(process.argv.slice(2), console.log, console.error);

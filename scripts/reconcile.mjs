// @ts-check
// npm run reconcile: proves accepted less void = archived = analysed on the stores of the settings.
import { parseArgs } from 'node:util';
import { archiveRetention, openReconciledStores, reconcile } from '@livechat/backends';
import { readSettings, SettingsError, StartError } from '@livechat/runtime';
import { reportOf } from './reconciliation-report.mjs';

const help = `Usage: npm run -s reconcile -- [--wait SECONDS] [--json]

Reads log, archive and analyses of the stores that the settings name (MODE=cluster: Kafka, Cassandra
and the SQL server; else the data folder, while the product does not run on it) and compares them
stream by stream: accepted less void = archived events, messages = labels. Changes nothing.
  --wait SECONDS  how long archive and analysis may take to come as far as the log (default 60)
  --json          everything as one JSON object
Exit code: 0 equal, 1 differences, 2 no judgement possible.
`;

/** @param {string} line */
function impossible(line) {
  process.stderr.write(`${line}\n`);
  process.exit(2);
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        wait: { type: 'string', default: '60' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (!/^\d{1,5}$/.test(values.wait)) throw new Error('--wait takes whole seconds.');
    return { ...values, wait: Number(values.wait) };
  } catch (error) {
    return impossible(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}

/** @param {{ wait: number, json: boolean }} options */
async function run({ wait, json }) {
  const settings = readSettings();
  const stores = await openReconciledStores(settings);
  try {
    const answer = await reconcile(stores, {
      epoch: settings.logEpoch,
      // Nothing moves in a data folder on which nothing runs.
      waitMs: settings.mode === 'cluster' ? wait * 1_000 : 0,
      archiveRetentionMs: archiveRetention(settings),
    });
    const lines = json ? [JSON.stringify(answer)] : reportOf(answer);
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return answer.differences.length === 0 ? 0 : 1;
  } finally {
    await stores.close();
  }
}

const options = readArguments();
if (options?.help) {
  process.stdout.write(help);
} else if (options) {
  try {
    process.exitCode = await run(options);
  } catch (error) {
    const isClear = error instanceof StartError || error instanceof SettingsError;
    impossible(isClear ? error.message : `No judgement possible: ${String(error)}`);
  }
}

// @ts-check
// npm run model: a stand-in for a language model, to see summaries of one without a key.
import { parseArgs } from 'node:util';
import { behaviour, behaviours, ModelServer } from '@livechat/insight';

const help = `Usage: npm run model [-- --port N]

Serves OpenAI's chat completions API on loopback (port 4010), without a model behind it: it sums
up by counting words. Beside it, in another terminal:

  OPENAI_API_KEY=none OPENAI_BASE_URL=http://127.0.0.1:4010/v1 npm start

OPENAI_MODEL chooses what it does:
  ${Object.keys(behaviours).join(', ')}; any other name: honest
`;

const { values } = options();
if (values.help) process.stdout.write(help);
else await serve(Number(values.port));

function options() {
  try {
    return parseArgs({
      options: { port: { type: 'string', default: '4010' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

/** @param {number} port */
async function serve(port) {
  const model = await ModelServer.start((call) => {
    process.stdout.write(`${call.model}: ${call.messages.length} messages\n`);
    return behaviour(call);
  }, port);
  process.stdout.write(
    `A stand-in for a model: OPENAI_BASE_URL=${model.baseUrl}; Ctrl-C ends it.\n`,
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => model.stop());
  }
}

import { StartError } from '@livechat/runtime';
import { parseArgs } from 'node:util';

/** What may be said on the command line of the one-process product. */
export interface Options {
  readonly help: boolean;
  readonly demo: boolean;
  readonly resetDemo: boolean;
  /** Settings that the command line overrides. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export const helpText = `Live Chat Analyzer, all in one process.

  npm start [-- options]

  --port N         port of the pages (default: 3000, or PORT)
  --admin-port N   port of health and metrics (default: 3001, or ADMIN_PORT)
  --data-dir D     where everything is kept (default: ./data, or DATA_DIR)
  --no-demo        without demo streams and demo chat
  --reset-demo     end the demo streams there are and begin new ones
  --help           this text

Other settings come from the environment; .env.example lists them all.
`;

/** Reads the command line; throws StartError, a readable line, for what it does not know. */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options {
  const { values } = parsed(args);
  return {
    help: values.help,
    demo: !values['no-demo'],
    resetDemo: values['reset-demo'],
    environment: {
      ...environment,
      ...(values.port === undefined ? {} : { PORT: values.port }),
      ...(values['admin-port'] === undefined ? {} : { ADMIN_PORT: values['admin-port'] }),
      ...(values['data-dir'] === undefined ? {} : { DATA_DIR: values['data-dir'] }),
    },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        'no-demo': { type: 'boolean', default: false },
        'reset-demo': { type: 'boolean', default: false },
        port: { type: 'string' },
        'admin-port': { type: 'string' },
        'data-dir': { type: 'string' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('.')[0] : String(error);
    throw new StartError(`${reason}; --help names the options`);
  }
}

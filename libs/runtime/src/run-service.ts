import { SettingsError } from './settings.ts';
import { StartError } from './start-error.ts';
import { startService, type RunningService, type Service } from './start-service.ts';
import { Logger } from './logger.ts';

/**
 * Runs a service as this process: starts it, ends it in order on SIGTERM or SIGINT (a second one
 * ends it at once). A start that fails ends the process with code 1 and one readable line per
 * cause on stderr.
 */
export async function runService(service: Service): Promise<RunningService> {
  endStartOnSignals();
  try {
    const running = await startService(service);
    endOnSignals(running);
    running.app.get(Logger).info({ url: running.url, admin: running.adminUrl }, 'Listening');
    return running;
  } catch (error) {
    for (const line of startFailure(error)) process.stderr.write(`${line}\n`);
    process.exit(1);
  }
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * A start is ended at once, as the entry point has it while modules are loaded: what a start has
 * done by then is what a kill may leave at any time.
 */
const endStartOnSignals = () => onSignals(() => process.exit(0));

/** The process does one thing on a signal: what it did before is forgotten. */
function onSignals(end: (signal: NodeJS.Signals) => void): void {
  for (const signal of signals) {
    process.removeAllListeners(signal);
    process.on(signal, () => end(signal));
  }
}

/** The lines a person reads when a start failed. */
export function startFailure(error: unknown): readonly string[] {
  if (error instanceof SettingsError) return error.lines;
  if (error instanceof StartError) return [error.message];
  const text = error instanceof Error ? error.message : String(error);
  return [`Could not start: ${text.split('\n')[0] ?? ''}`];
}

function endOnSignals(running: RunningService): void {
  const logger = running.app.get(Logger);
  let ending = false;
  const end = (code: number) => {
    if (ending) process.exit(1);
    ending = true;
    // Whatever hangs: the process is gone before it would be killed from outside.
    const limit = setTimeout(() => process.exit(1), running.settings.shutdownGrace).unref();
    running
      .stop()
      .finally(() => clearTimeout(limit))
      .then(
        (clean) => process.exit(clean ? code : 1),
        () => process.exit(1),
      );
  };
  onSignals((signal) => {
    logger.info({ signal }, 'Ending');
    end(0);
  });
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (err: unknown) => {
      logger.fatal({ err }, 'A fault nobody handled; ending');
      end(1);
    });
  }
}

import { readSettings, runService, type RunningService } from '@livechat/runtime';
import { helpText, readOptions, type Options } from './options.ts';
import { StandaloneModule } from './standalone.module.ts';

/** Runs the whole product as this process, and says where it is. */
export async function runStandalone(args: readonly string[]): Promise<void> {
  let options: Options | undefined;
  const running = await runService({
    name: 'standalone',
    module: StandaloneModule,
    settings: () => {
      options = readOptions(args, process.env);
      if (options.help) leaveWith(helpText);
      return readSettings(options.environment);
    },
  });
  say(welcome(running));
}

function welcome({ settings }: RunningService): string {
  return [
    '',
    `  Live Chat Analyzer   http://localhost:${settings.port}`,
    `  Data                 ${settings.dataDir}`,
    `  Metrics and health   http://localhost:${settings.adminPort}/metrics`,
    '',
    '',
  ].join('\n');
}

/** For people; the log goes its own way. */
function say(text: string): void {
  process.stdout.write(text);
}

function leaveWith(text: string): never {
  say(text);
  process.exit(0);
}

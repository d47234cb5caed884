import { readSettings, runService, type RunningService } from '@livechat/runtime';
import { demoAccount, startDemo, type DemoAccount } from './demo.ts';
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
  const account = options?.demo ? demoAccount(running.settings.dataDir) : undefined;
  process.stdout.write(welcome(running, account));
  if (account) startDemo(running, account, options?.resetDemo ?? false);
}

function welcome({ url, adminUrl, settings }: RunningService, account?: DemoAccount): string {
  const port = new URL(url).port;
  const lines = [
    `Live Chat Analyzer   http://localhost:${port}`,
    ...(account ? [`Demo account         ${account.email}   ${account.password}`] : []),
    `Data                 ${settings.dataDir}`,
    `Health and metrics   ${adminUrl}/metrics`,
    'Ctrl-C ends it.',
  ];
  return ['', ...lines.map((line) => `  ${line}`), '', ''].join('\n');
}

function leaveWith(text: string): never {
  process.stdout.write(text);
  process.exit(0);
}

import { runDemo } from '@livechat/chat-generator';
import { keptFile, Logger, Shutdown, type RunningService } from '@livechat/runtime';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** The account that owns the demo streams; its password is made once for each data folder. */
export interface DemoAccount {
  readonly email: string;
  readonly password: string;
}

export function demoAccount(dataDir: string): DemoAccount {
  const password = keptFile(join(dataDir, 'demo-password.txt'), () =>
    randomBytes(9).toString('base64url'),
  );
  return { email: 'demo@example.org', password };
}

/** Two streams with people who chat, through the public contracts, until the process ends. */
export function startDemo({ app, url }: RunningService, account: DemoAccount, reset: boolean) {
  const logger = app.get(Logger);
  const abort = new AbortController();
  app.get(Shutdown).on('refuse', 'demo', () => abort.abort());
  const broadcaster = { ...account, displayName: 'Demo stage' };
  const ready = (streams: readonly { id: string; title: string }[]) =>
    logger.info({ streams: streams.length }, 'The demo chats');
  runDemo({ url, broadcaster, reset, ready }, abort.signal).catch((err: unknown) => {
    if (!abort.signal.aborted) logger.error({ err }, 'The demo stopped; the product runs on');
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chatHistoryContract } from './chat-history.contract.ts';
import { EmbeddedChatHistory } from './chat-history.embedded.ts';

chatHistoryContract('embedded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-history-'));
  const history = new EmbeddedChatHistory(join(folder, 'history.db'));
  return Promise.resolve({
    history,
    dispose: async () => {
      await history.close();
      rmSync(folder, { recursive: true });
    },
  });
});

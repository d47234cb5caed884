import { vi } from 'vitest';

vi.mock('@livechat/backends', async (original) => {
  const { onServer } = await import('../../libs/users/src/server-database.fixture.ts');
  return onServer(await original());
});

await import('../../libs/chat/src/importing.spec.ts');

import { vi } from 'vitest';

vi.mock('@livechat/backends', async (original) => {
  const { onServer } = await import('./server-database.fixture.ts');
  return onServer(await original());
});

await import('./sessions.spec.ts');

import { presenceContract } from './presence.contract.ts';
import { EmbeddedPresence } from './presence.embedded.ts';

presenceContract('embedded', () => {
  const presence = new EmbeddedPresence();
  return Promise.resolve({ presence, dispose: () => presence.close() });
});

import { auditContract } from './audit.contract.ts';
import { openEmbeddedDatabase } from './database.embedded.ts';

auditContract('SQLite', async () => {
  const database = await openEmbeddedDatabase(':memory:');
  return { database, dispose: () => database.close() };
});

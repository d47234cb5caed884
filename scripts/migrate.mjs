// @ts-check
// npm run migrate: topics, Cassandra's schema and the SQL tables of a cluster, as the settings name them.
import { migrate } from '@livechat/backends';
import { clusterSettings, createLogger, SettingsError, StartError } from '@livechat/runtime';

try {
  const settings = clusterSettings();
  await migrate(settings, createLogger(settings, 'migrate'));
  process.exit(0);
} catch (error) {
  const isClear = error instanceof StartError || error instanceof SettingsError;
  process.stderr.write(`${isClear ? error.message : String(error)}\n`);
  process.exit(1);
}

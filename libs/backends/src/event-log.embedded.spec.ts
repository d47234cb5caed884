import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { EmbeddedEventLog } from './event-log.embedded.ts';
import { eventLogContract } from './event-log.contract.ts';
import type { LogUnderTest } from './log-under-test.contract.ts';

eventLogContract('embedded', (bounds) => {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-log-'));
  const file = join(folder, 'log.db');
  const opened: EmbeddedEventLog[] = [];
  const open = () => {
    const log = new EmbeddedEventLog(file, { partitions: 8, ...bounds });
    opened.push(log);
    return log;
  };
  const rows = <R>(sql: string, ...values: unknown[]) => {
    const db = new Sqlite(file);
    const result = db.prepare(sql).all(...values) as R[];
    db.close();
    return result;
  };
  const under: LogUnderTest = {
    log: open(),
    reopen: () => {
      under.log = open();
      return Promise.resolve(under.log);
    },
    appendRaw: async (topic, key, text) => {
      const log = under.log as EmbeddedEventLog;
      await log.appendText(topic, key, text);
    },
    deadLetters: (topic) =>
      Promise.resolve(
        rows<{ value: string; headers: string }>(
          'SELECT value, headers FROM records WHERE topic = ?',
          `${topic}.dlq`,
        ).map(({ value, headers }) => ({
          value,
          headers: JSON.parse(headers) as Record<string, string>,
        })),
      ),
    dispose: async () => {
      await under.log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return Promise.resolve(under);
});

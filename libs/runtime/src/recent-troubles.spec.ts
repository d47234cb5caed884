import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

const logger = (lines: string[] = []) =>
  createLogger({ logLevel: 'debug', instance: 'one' }, 'tested', {
    write: (line: string) => void lines.push(line),
  });

test('warnings and errors are kept, newest first; other lines are not', () => {
  const lines: string[] = [];
  const log = logger(lines);
  log.debug({}, 'a');
  log.info({}, 'b');
  log.warn({ code: 1 }, 'c');
  log.child({ part: 'x' }).error({}, 'd');
  log.fatal({}, 'e');
  expect(log.troubles.newest.map(({ level, msg }) => [level, msg])).toEqual([
    ['fatal', 'e'],
    ['error', 'd'],
    ['warn', 'c'],
  ]);
  expect(log.troubles.newest[1]).toMatchObject({ service: 'tested', instance: 'one', part: 'x' });
  expect(lines).toHaveLength(5);
});

test('what is kept is redacted as the log is', () => {
  const log = logger();
  log.error({ password: 'hunter2', text: 'a message', err: new Error('at x://u:secret@h') }, 'Oh');
  const kept = JSON.stringify(log.troubles.newest);
  expect(kept).toContain('Oh');
  expect(kept).not.toMatch(/hunter2|a message|secret/);
});

test('however much is logged, what is kept is bounded', () => {
  const log = logger();
  for (let i = 0; i < 200; i++) log.warn({ i, long: 'y'.repeat(20_000) }, 'z'.repeat(20_000));
  expect(log.troubles.newest).toHaveLength(50);
  expect(JSON.stringify(log.troubles.newest).length).toBeLessThan(50 * 8_192);
});

import { expect, test } from 'vitest';
import { redisError, redisTrouble } from './redis-fault.ts';

const reply = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });

test.each([
  [new Error('Connection is closed.'), 'away'],
  [new Error('Command timed out'), 'away'],
  [reply("OOM command not allowed when used memory > 'maxmemory'."), 'full'],
  [
    reply(
      "ERR Error running script (call to f_1): @user_script:3: -OOM command not allowed when used memory > 'maxmemory'.",
    ),
    'full',
  ],
  [reply('LOADING Redis is loading the dataset in memory'), 'refusing'],
  [reply("READONLY You can't write against a read only replica."), 'refusing'],
  [reply('WRONGPASS invalid username-password pair or user is disabled.'), 'refusing'],
  [reply('ERR max number of clients reached'), 'refusing'],
  [reply('WRONGTYPE Operation against a key holding the wrong kind of value'), 'fault'],
  [reply('ERR user_script:1: Script attempted to access nonexistent global variable'), 'fault'],
  [reply('NOSCRIPT No matching script.'), 'fault'],
] as const)('%s says that the server is %s', (error, trouble) => {
  expect(redisTrouble(error)).toBe(trouble);
});

test('only a fault of ours is internal', () => {
  const codes = (['away', 'full', 'refusing', 'fault'] as const).map(
    (trouble) => redisError(trouble, new Error('cause')).code,
  );
  expect(codes).toEqual(['unavailable', 'unavailable', 'unavailable', 'internal']);
});

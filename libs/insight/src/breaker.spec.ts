import { expect, test } from 'vitest';
import { Breaker } from './breaker.ts';

test('five failures in a row open it for 30 s; then one try decides', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  for (let i = 0; i < 5; i++) {
    expect(breaker.tryCall()).toBe(true);
    breaker.failed();
  }
  expect(breaker.tryCall()).toBe(false);
  now = 30_000;
  expect([breaker.tryCall(), breaker.tryCall()]).toEqual([true, false]);
  breaker.failed();
  now = 59_999;
  expect(breaker.tryCall()).toBe(false);
  now = 60_000;
  expect(breaker.tryCall()).toBe(true);
  breaker.succeeded();
  expect([breaker.tryCall(), breaker.tryCall()]).toEqual([true, true]);
});

test('a success in between begins the count anew', () => {
  const breaker = new Breaker(() => 0);
  for (let i = 0; i < 20; i++) {
    if (i % 4 === 0) breaker.succeeded();
    else breaker.failed();
  }
  expect(breaker.tryCall()).toBe(true);
});

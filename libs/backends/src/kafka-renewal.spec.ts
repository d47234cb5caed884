import { expect, test, vi } from 'vitest';
import { RenewedClient } from './kafka-renewal.ts';

class Client {
  isConnected = false;
  isBroken = false;
  connect = () => {
    if (this.isBroken) return Promise.reject(new Error('refused'));
    this.isConnected = true;
    return Promise.resolve();
  };
  disconnect = () => {
    this.isConnected = false;
    return Promise.resolve();
  };
}

function setup() {
  const made: Client[] = [];
  const renewed = new RenewedClient(() => {
    const client = new Client();
    made.push(client);
    return client;
  }, vi.fn());
  return { made, renewed };
}

test('nothing is tried while no client is connected', async () => {
  const { renewed } = setup();
  const work = vi.fn();
  await expect(renewed.use(work)).rejects.toMatchObject({ code: 'unavailable' });
  expect(work).not.toHaveBeenCalled();
});

test('a client that failed is replaced, and let go once nobody uses it', async () => {
  const { made, renewed } = setup();
  await renewed.connect();
  let finish = (): void => {};
  const slow = renewed.use(() => new Promise<void>((resolve) => (finish = resolve)));
  await expect(renewed.use(() => Promise.reject(new Error('wedged')))).rejects.toThrow('wedged');
  await vi.waitFor(() => expect(made[1]?.isConnected).toBe(true), 10_000);
  expect(made[0]?.isConnected, 'still in use').toBe(true);
  finish();
  await slow;
  await vi.waitFor(() => expect(made[0]?.isConnected).toBe(false), 10_000);
  expect(await renewed.use((client) => Promise.resolve(client))).toBe(made[1]);
});

test('several failures of one client bring one new client', async () => {
  const { made, renewed } = setup();
  await renewed.connect();
  const failures = Array.from({ length: 5 }, () =>
    renewed.use(() => Promise.reject(new Error('wedged'))),
  );
  expect((await Promise.allSettled(failures)).map(({ status }) => status)).toEqual(
    Array(5).fill('rejected'),
  );
  await renewed.connect();
  expect(made).toHaveLength(2);
});

test('a client that is closed is disconnected and not made anew', async () => {
  const { made, renewed } = setup();
  await renewed.connect();
  await renewed.close();
  expect(made.map(({ isConnected }) => isConnected)).toEqual([false]);
  await expect(renewed.use(() => Promise.resolve())).rejects.toMatchObject({ code: 'unavailable' });
});

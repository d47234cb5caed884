import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { silentLogger } from './logger.ts';
import { Shutdown } from './shutdown.ts';

describe('Shutdown', () => {
  it('runs the phases in order, each after the one before has ended', async () => {
    const shutdown = new Shutdown(silentLogger());
    const order: string[] = [];
    shutdown.on('stores', 'files', () => void order.push('stores'));
    shutdown.on('drain', 'acks', async () => {
      await delay(20);
      order.push('drain');
    });
    shutdown.on('workers', 'relay', () => void order.push('workers'));
    shutdown.on('refuse', 'door', () => void order.push('refuse'));
    expect(await shutdown.run()).toBe(true);
    expect(order).toEqual(['refuse', 'drain', 'workers', 'stores']);
  });

  it('runs every step once, however often it is asked', async () => {
    const shutdown = new Shutdown(silentLogger());
    const step = vi.fn();
    shutdown.on('refuse', 'door', step);
    expect(shutdown.draining).toBe(false);
    const runs = [shutdown.run(), shutdown.run()];
    expect(shutdown.draining).toBe(true);
    await Promise.all(runs);
    expect(step).toHaveBeenCalledTimes(1);
  });

  it('goes on after a step that fails, logs it and does not call the end clean', async () => {
    const logger = silentLogger();
    const error = vi.spyOn(logger, 'error');
    const shutdown = new Shutdown(logger);
    const later = vi.fn();
    shutdown.on('refuse', 'broken', () => Promise.reject(new Error('no')));
    shutdown.on('stores', 'files', later);
    expect(await shutdown.run()).toBe(false);
    expect(later).toHaveBeenCalled();
    expect(error).toHaveBeenCalledWith(
      expect.objectContaining({ step: 'broken', phase: 'refuse' }),
      expect.any(String),
    );
  });

  it('stops hard at 80 % of the grace time and logs what was cut', async () => {
    const logger = silentLogger();
    const error = vi.spyOn(logger, 'error');
    const shutdown = new Shutdown(logger, 100);
    shutdown.on('refuse', 'quick', () => undefined);
    shutdown.on('drain', 'hanging', () => new Promise(() => undefined));
    shutdown.on('stores', 'never begun', () => undefined);
    const begin = performance.now();
    expect(await shutdown.run()).toBe(false);
    expect(performance.now() - begin).toBeLessThan(8_000);
    expect(error).toHaveBeenCalledWith({ cut: ['hanging', 'never begun'] }, expect.any(String));
  });
});

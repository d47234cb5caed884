import { describe, expect, it, vi } from 'vitest';
import { Health } from './health.ts';
import { Metrics } from './metrics.ts';

function health() {
  const metrics = new Metrics();
  return { metrics, health: new Health(metrics) };
}

/** A dependency that can be switched off and on, and a clock that runs past the freshness of a report. */
function dependency() {
  let up = true;
  const now = vi.spyOn(performance, 'now');
  let clock = 10_000;
  now.mockImplementation(() => (clock += 5_000));
  return {
    set: (value: boolean) => (up = value),
    check: vi.fn(() => (up ? Promise.resolve() : Promise.reject(new Error('away')))),
    restore: () => now.mockRestore(),
  };
}

describe('Health', () => {
  it('is starting until the process listens', async () => {
    const { health: h } = health();
    expect((await h.report()).status).toBe('starting');
    h.start();
    expect((await h.report()).status).toBe('ready');
  });

  it('is not ready until every dependency was reached once, and stays ready in an outage', async () => {
    const { health: h, metrics } = health();
    const sql = dependency();
    h.start();
    h.register('sql', sql.check);
    sql.set(false);
    expect(await h.report()).toEqual({ status: 'starting', dependencies: { sql: 'down' } });
    sql.set(true);
    expect(await h.report()).toEqual({ status: 'ready', dependencies: { sql: 'up' } });
    sql.set(false);
    expect(await h.report()).toEqual({ status: 'ready', dependencies: { sql: 'down' } });
    expect(await metrics.text()).toContain('livechat_dependency_up{dependency="sql"} 0');
    sql.restore();
  });

  it('asks a dependency once for reports less than a second apart', async () => {
    const { health: h } = health();
    const check = vi.fn(() => Promise.resolve());
    h.register('log', check);
    await Promise.all([h.report(), h.report()]);
    await h.report();
    expect(check).toHaveBeenCalledTimes(1);
  });

  it('counts a dependency that does not answer as down', async () => {
    vi.useFakeTimers();
    const { health: h } = health();
    h.register('log', () => new Promise(() => undefined));
    const report = h.report();
    await vi.advanceTimersByTimeAsync(2_100);
    expect((await report).dependencies).toEqual({ log: 'down' });
    vi.useRealTimers();
  });

  it('is not ready once it drains', async () => {
    const { health: h } = health();
    h.start();
    h.drain();
    expect((await h.report()).status).toBe('draining');
  });
});

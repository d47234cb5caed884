import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Metrics } from '@livechat/runtime';
import { describe, expect, it } from 'vitest';

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const dashboards = readdirSync(place('../grafana/dashboards')).map(
  (name) => `../grafana/dashboards/${name}`,
);

/** Every series a process shows, with those of histograms. */
async function shownNames(): Promise<ReadonlySet<string>> {
  const metrics = new Metrics();
  metrics.collectProcess();
  const types = (await metrics.text()).matchAll(/^# TYPE (\S+) (\S+)$/gm);
  return new Set(
    [...types].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [name, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
}

describe('dashboards and alerts', () => {
  it.each(['./alerts.yml', ...dashboards])('ask for metrics that there are: %s', async (path) => {
    const text = readFileSync(place(path), 'utf8');
    const asked = new Set([...text.matchAll(/\blivechat_[a-z0-9_]+/g)].map(([name]) => name));
    const shown = await shownNames();
    expect(asked.size).toBeGreaterThan(5);
    expect([...asked].filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(dashboards)('have one place and one number for each panel: %s', (path) => {
    const { uid, panels } = JSON.parse(readFileSync(place(path), 'utf8')) as {
      uid: string;
      panels: { id: number; title: string; gridPos: { x: number; y: number } }[];
    };
    expect(uid).toMatch(/^livechat-/);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const places = panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
    expect(new Set(places).size).toBe(panels.length);
    expect(panels.every(({ title }) => title !== '')).toBe(true);
  });
});

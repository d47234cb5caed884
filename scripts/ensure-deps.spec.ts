import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildComplaint, installEnvironment, nodeComplaint, stampOf } from './ensure-deps.mjs';

describe('ensure-deps', () => {
  it.each(['v20.19.0', 'v20.20.2', 'v21.0.0', 'v24.1.0', 'v100.0.0'])(
    'accepts Node %s',
    (version) => {
      expect(nodeComplaint(version, '>=20.19')).toBeUndefined();
    },
  );

  it.each(['v20.18.9', 'v20.2.0', 'v18.20.0', 'v8.0.0'])(
    'says of Node %s what is needed',
    (version) => {
      const line = nodeComplaint(version, '>=20.19');
      expect(line).toBe(
        `This needs Node 20.19 or newer (24 is best); here is ${version}. Install it and try again.`,
      );
    },
  );

  it('stamps a lock by its content', () => {
    expect(stampOf('{"a":1}')).toBe(stampOf('{"a":1}'));
    expect(stampOf('{"a":1}')).not.toBe(stampOf('{"a":2}'));
  });

  it('names the headers that lie beside Node, unless someone named others', () => {
    const node = join('/opt', 'node', 'bin', 'node');
    const prefix = join('/opt', 'node');
    const there = (path: string) => path === join(prefix, 'include', 'node', 'node.h');
    expect(installEnvironment({ A: '1' }, node, there)).toEqual({
      A: '1',
      npm_config_nodedir: prefix,
    });
    expect(installEnvironment({ A: '1' }, node, () => false)).toEqual({ A: '1' });
    const named = { npm_config_nodedir: '/elsewhere' };
    expect(installEnvironment(named, node, there)).toEqual(named);
  });

  it('names exactly what a build lacks, in one line', () => {
    const all = { compiler: true, make: true, python: true, headers: true };
    expect(buildComplaint({ ...all, compiler: false, python: false })).toMatch(
      /missing a C\+\+ compiler, Python 3\. /,
    );
    expect(buildComplaint({ ...all, headers: false })).toMatch(/missing Node's headers/);
    expect(buildComplaint(all)).not.toMatch(/missing/);
    for (const has of [all, { ...all, make: false }]) expect(buildComplaint(has)).not.toMatch(/\n/);
  });
});

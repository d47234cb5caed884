import { describe, expect, it } from 'vitest';
import { generateCommand } from './generate-command.ts';
import { importCommand, readImportOptions } from './import-command.ts';
import { readGenerateOptions } from './options.ts';

const silent = new AbortController().signal;

async function run(command: typeof generateCommand, ...args: string[]) {
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => (said.out += text),
    err: (text: string) => (said.err += text),
    isInteractive: false,
  };
  return { code: await command(args, terminal, silent), ...said };
}
const runOptions = (...args: string[]) => {
  const command = readGenerateOptions(args);
  if (command.kind !== 'run') throw new Error('not a run');
  return command.options;
};

describe('npm run generate', () => {
  it('has defaults that fit the limits of a fresh service', () => {
    expect(runOptions()).toMatchObject({
      url: 'http://localhost:3000',
      streams: 1,
      chatters: 20,
      rate: 5,
      seed: '1',
      minutes: 1,
      burst: 5.5,
      viewers: 2,
    });
  });

  it('keeps the rate steady where people could not write so much', () => {
    expect(runOptions('--rate', '1000', '--chatters', '100').burst).toBe(1);
    expect(runOptions('--rate', '1000', '--burst', '2').burst).toBe(2);
  });

  it('takes a replay to its end, of several files, at any speed', () => {
    const options = runOptions('--replay', 'a', '--replay', 'b', '--speed', '20');
    expect(options).toMatchObject({ replay: ['a', 'b'], speed: 20, chatters: 250 });
    expect(options.minutes).toBeUndefined();
    expect(runOptions('--replay', 'a', '--speed', 'max').speed).toBe('max');
  });

  it('speaks to this machine only, unless told otherwise', () => {
    expect(runOptions('--url', 'http://127.0.0.1:3000/x').url).toBe('http://127.0.0.1:3000');
    expect(() => runOptions('--url', 'https://chat.example')).toThrow('--remote');
    expect(() => runOptions('--url', 'http://127.0.0.1.example')).toThrow('--remote');
    expect(runOptions('--url', 'https://chat.example', '--remote').url).toBe(
      'https://chat.example',
    );
  });

  it.each([
    [['--rate', '0'], '--rate must be a number above 0; it is 0'],
    [['--streams', '2.5'], '--streams must be a whole number up to 100000; it is 2.5'],
    [['--streams', '9', '--chatters', '5'], '--chatters must be at least --streams'],
    [['--speed', 'fast'], '--speed must be a number above 0; it is fast'],
    [['--burst', '0.5'], '--burst must be 1 or more'],
    [['--url', 'localhost'], '--url localhost is no address'],
    [['--email', 'a@example.com'], '--email and --password belong together'],
    [['--sped', '2'], "Unknown option '--sped'; --help names the options"],
    [['extra'], "Unexpected argument 'extra'"],
  ])('refuses %j in one readable line, with exit code 2', async (args, line) => {
    const { code, out, err } = await run(generateCommand, ...args);
    expect(err).toContain(line);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('explains itself, and says in one line what it cannot reach or read', async () => {
    expect(await run(generateCommand, '--help')).toMatchObject({ code: 0, err: '' });
    const missing = await run(generateCommand, '--check', '/no/such/ledger');
    expect(missing).toMatchObject({ code: 2, err: '/no/such/ledger cannot be used (ENOENT)\n' });
    const log = await run(generateCommand, '--replay', '/no/such/log');
    expect(log.err).toBe('/no/such/log cannot be used (ENOENT)\n');
  });
});

describe('npm run import', () => {
  const account = ['--email', 'a@example.com', '--password', 'secret'];

  it('needs an account, one stream and one file', async () => {
    const options = readImportOptions([...account, '--title', 'Old', 'log.json']);
    expect(options).toMatchObject({ target: { title: 'Old' }, file: 'log.json' });
    const refused: readonly (readonly [readonly string[], string])[] = [
      [['--title', 'Old', 'log'], '--email and --password are needed'],
      [[...account, 'log'], 'say either --stream ID or --title T'],
      [[...account, '--stream', 's', '--title', 't', 'log'], 'say either'],
      [[...account, '--title', 'Old'], 'name one file'],
      [[...account, '--title', 'Old', 'a', 'b'], 'name one file'],
      [[...account, '--title', 'Old', '--start', 'noon', 'a'], '--start must be a time'],
    ];
    for (const [args, line] of refused) {
      const { code, err } = await run(importCommand, ...args);
      expect(err).toContain(line);
      expect(code).toBe(2);
    }
    expect(await run(importCommand, '--help')).toMatchObject({ code: 0, err: '' });
  });
});

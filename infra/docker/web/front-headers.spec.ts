import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../../../libs/runtime/src/settings.ts';
import { securityHeaders } from '../../../libs/runtime/src/security-headers.ts';
import { describe, expect, it } from 'vitest';

const entrypoint = fileURLToPath(new URL('./entrypoint.sh', import.meta.url));
type Env = Readonly<Record<string, string>>;

/** nginx's configuration as the image's start would write it. */
function configuration(env: Env): string {
  const options = { env: { PATH: process.env['PATH'], ...env }, stdio: 'pipe' } as const;
  return execFileSync('sh', [entrypoint, '--print'], options).toString('utf8');
}

/** Why a start with these settings is refused. */
function refusal(env: Env): string {
  try {
    configuration(env);
  } catch (error) {
    return (error as { stderr: Buffer }).stderr.toString('utf8');
  }
  throw new Error('The start was not refused');
}

/** The headers that nginx adds to a page, by lower-case name. */
function headersOfPages(env: Env): Map<string, string> {
  const text = configuration(env);
  const https = text.includes('map https ');
  const page = text.slice(text.indexOf('location / {'));
  const lines = page.matchAll(/add_header (\S+) (?:"([^"]*)"|(\S+)) always;/g);
  return new Map(
    [...lines]
      .map(([, name = '', quoted, bare = '']) => [name.toLowerCase(), quoted ?? bare] as const)
      .map(([name, value]) =>
        value === '$transport_security'
          ? ([name, /https '(.*)';/.exec(text)?.[1] ?? ''] as const)
          : ([name, value] as const),
      )
      .filter(([name]) => https || name !== 'strict-transport-security'),
  );
}

/** The headers that the services add to an answer. */
async function headersOfServices(env: Env): Promise<Map<string, string>> {
  const handle = securityHeaders(readSettings(env));
  const server = createServer((request, response) => {
    handle(request as never, response as never, () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { headers } = await fetch(`http://127.0.0.1:${port}`);
  server.close();
  return new Map(headers);
}

/** A policy's sources by directive, so that order and spaces do not count. */
const directives = (policy = '') =>
  Object.fromEntries(
    policy
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources.toSorted()] as const),
  );

const samples: readonly (readonly [string, Env])[] = [
  ['nothing set', { PUBLIC_URL: 'http://localhost:8080' }],
  ['https', { PUBLIC_URL: 'https://chat.example' }],
  [
    'pictures and no players',
    {
      PUBLIC_URL: 'https://chat.example:8443/',
      MEDIA_ORIGINS: 'image=https://i.example, image=https://j.example:444',
    },
  ],
  [
    'pictures and players',
    {
      PUBLIC_URL: 'http://127.0.0.1:9',
      MEDIA_ORIGINS: 'video=https://v.example,image=https://i.example',
    },
  ],
];

describe('the headers of the front proxy', () => {
  it.each(samples)('allow a page what the services allow it: %s', async (_name, env) => {
    const pages = headersOfPages(env);
    const services = await headersOfServices(env);
    const policy = 'content-security-policy';
    expect(directives(pages.get(policy))).toEqual(directives(services.get(policy)));
    expect(Object.keys(directives(pages.get(policy)))).toHaveLength(13);
  });

  it.each(samples)('repeat every other header of the services: %s', async (_name, env) => {
    const pages = headersOfPages(env);
    const services = await headersOfServices(env);
    for (const [name, value] of pages) {
      if (['cache-control', 'content-security-policy'].includes(name)) continue;
      expect([name, value.toLowerCase()]).toEqual([name, services.get(name)?.toLowerCase()]);
    }
    expect(pages.has('strict-transport-security')).toBe(services.has('strict-transport-security'));
  });
});

describe('the start of the web image', () => {
  it('lists every server of a service', () => {
    const text = configuration({ CHAT_SERVERS: 'chat-1:3000, chat-2:3000' });
    expect(text).toContain('server chat-1:3000 max_fails=0; server chat-2:3000 ');
  });

  it('asks for the addresses again only where a resolver is named', () => {
    expect(configuration({})).not.toContain('resolve');
    const text = configuration({ RESOLVER: '127.0.0.11' });
    expect(text).toContain('zone chat_service 64k; resolver 127.0.0.11 valid=2s;');
    expect(text).toContain('server chat-service:3000 resolve max_fails=0');
  });

  it('refuses a value that could end a word of the configuration', () => {
    expect(refusal({ PUBLIC_URL: 'https://a.example;' })).toMatch(/^PUBLIC_URL: /);
    expect(refusal({ CHAT_SERVERS: 'a:1 } http {' })).toMatch(/^CHAT_SERVERS: /);
    expect(refusal({ USER_SERVERS: 'a:1\nb' })).toMatch(/^USER_SERVERS: /);
  });

  it('refuses media of another form than the services do', () => {
    expect(refusal({ MEDIA_ORIGINS: 'picture=https://a.example' })).toMatch(/^MEDIA_ORIGINS: /);
    expect(refusal({ MEDIA_ORIGINS: 'image=http://a.example' })).toMatch(/^MEDIA_ORIGINS: /);
    expect(refusal({ PUBLIC_URL: 'chat.example' })).toMatch(/^PUBLIC_URL: /);
  });
});

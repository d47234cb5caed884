import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianPackage } from './debian-package.ts';
import { NativeServer } from './native-server.ts';
import { newRunFolder } from './work-folder.ts';

export interface FrontOptions {
  readonly port: number;
  readonly userPorts: readonly number[];
  readonly chatPorts: readonly number[];
}

const template = fileURLToPath(new URL('../docker/web/nginx.conf.template', import.meta.url));
const webRoot = fileURLToPath(new URL('../../apps/web/dist', import.meta.url));

/** Fills the names in `${}` of a template; throws for one without a value. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([A-Z_]+)\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template has ${name}, which has no value`);
    return value;
  });
}

/** The proxy in front of all services: nginx with the configuration that the web image ships. */
export function frontProxy({ port, userPorts, chatPorts }: FrontOptions): NativeServer {
  debianPackage('nginx-light', 'nginx');
  const folder = newRunFolder('front');
  const conf = join(folder, 'nginx.conf');
  writeFileSync(
    conf,
    filled(readFileSync(template, 'utf8'), {
      RUN_DIR: folder,
      USER_SERVERS: upstream(userPorts),
      CHAT_SERVERS: upstream(chatPorts),
      PUBLIC_SCHEME: 'http',
      LISTEN: `127.0.0.1:${port}`,
      WEB_ROOT: webRoot,
      IMAGE_ORIGINS: '',
      VIDEO_ORIGINS: 'https://www.youtube-nocookie.com https://player.twitch.tv',
      PUBLIC_SOCKETS: `ws://localhost:${port}`,
    }),
  );
  return new NativeServer({
    name: 'front',
    folder,
    command: 'nginx',
    args: ['-c', conf, '-p', folder, '-g', 'daemon off;'],
    port,
    startedLine: /^/,
  });
}

const upstream = (ports: readonly number[]): string =>
  ports.map((port) => `server 127.0.0.1:${port} max_fails=0;`).join(' ');

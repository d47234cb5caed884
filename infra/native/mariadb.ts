import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { debianPackage } from './debian-package.ts';
import { freePorts } from './free-port.ts';
import { NativeServer } from './native-server.ts';
import { newRunFolder } from './work-folder.ts';

/** One MariaDB server on data of its own; `root` needs no password. */
export class MariaDbServer {
  private constructor(
    readonly node: NativeServer,
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** Installs the package if need be, makes fresh data and starts; resolves when usable. */
  static async start(): Promise<MariaDbServer> {
    debianPackage('mariadb-server', 'mariadbd');
    const [port = 0] = await freePorts(1);
    const folder = newRunFolder('mariadb');
    makeData(folder);
    const node = new NativeServer({
      name: 'mariadb',
      folder,
      command: 'mariadbd',
      args: args(folder, port),
      port,
      startedLine: /ready for connections/,
    });
    await node.start();
    return new MariaDbServer(node, port, folder);
  }

  /** Address of a database on it, through a proxy's port if one is given. */
  url(database = '', port = this.port): string {
    return `mysql://root@127.0.0.1:${port}/${database}`;
  }

  /** Ends it in order and starts it again on its data. */
  async bounce(): Promise<void> {
    await this.halt();
    await this.restart();
  }

  /** Ends it in order; its data stays. */
  halt(): Promise<void> {
    return this.node.stop();
  }

  /** Starts it again on its data. */
  restart(): Promise<void> {
    return this.node.start();
  }

  /** Stops and deletes the data. */
  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const dataIn = (folder: string) => join(folder, 'data');

function makeData(folder: string): void {
  const { username } = userInfo();
  const root = '--auth-root-authentication-method=normal';
  const rest = ['--no-defaults', `--user=${username}`, `--datadir=${dataIn(folder)}`];
  execFileSync('mariadb-install-db', [...rest, root, '--skip-test-db'], { stdio: 'pipe' });
}

/** Commits reach the disk before they are answered, as in production; the rest is smallness. */
const args = (folder: string, port: number): readonly string[] => [
  '--no-defaults',
  `--user=${userInfo().username}`,
  `--datadir=${dataIn(folder)}`,
  '--bind-address=127.0.0.1',
  `--port=${port}`,
  // A socket's path has at most 107 characters, and the work folder may lie deep.
  '--socket=s.sock',
  `--pid-file=${join(folder, 'mariadb.pid')}`,
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-buffer-pool-size=64M',
  '--skip-log-bin',
  '--skip-name-resolve',
  '--performance-schema=off',
];

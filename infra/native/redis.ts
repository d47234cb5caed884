import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { debianPackage } from './debian-package.ts';
import { freePorts } from './free-port.ts';
import { NativeServer } from './native-server.ts';
import { newRunFolder } from './work-folder.ts';

/** One Redis server that keeps nothing on disk: it is never the truth. */
export class RedisServer {
  private constructor(
    readonly node: NativeServer,
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** Installs the package if need be and starts; resolves when usable. */
  static async start(): Promise<RedisServer> {
    debianPackage('redis-server', 'redis-server');
    const [port = 0] = await freePorts(1);
    const folder = newRunFolder('redis');
    const node = new NativeServer({
      name: 'redis',
      folder,
      command: 'redis-server',
      args: [
        ...['--bind', '127.0.0.1', '--port', `${port}`, '--dir', folder],
        ...['--save', '', '--appendonly', 'no'],
        // A full server says so; what it holds is never thrown out behind our back.
        ...['--maxmemory', '256mb', '--maxmemory-policy', 'noeviction'],
      ],
      port,
      startedLine: /Ready to accept connections/,
    });
    await node.start();
    return new RedisServer(node, port, folder);
  }

  /** Its address, through a proxy's port if one is given. */
  url(port = this.port): string {
    return `redis://127.0.0.1:${port}`;
  }

  /** Empties it, as if nothing had ever been kept. */
  flush(): void {
    execFileSync('redis-cli', ['-p', `${this.port}`, 'flushall'], { stdio: 'pipe' });
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

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

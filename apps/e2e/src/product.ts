import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../standalone/dist/main.js', import.meta.url));
const startLimitMs = 30_000;

/** How a spawned process ended, and what it said on stderr. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export interface ProductOptions {
  readonly dataDir?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** The built one-process product, spawned as `npm start` would, on its own port and data folder. */
export class Product {
  private constructor(
    readonly url: string,
    readonly adminUrl: string,
    readonly port: number,
    readonly dataDir: string,
    private readonly child: ChildProcess | undefined,
    readonly ended: Promise<Ended>,
  ) {}

  /** Resolves once it is ready; where BASE_URL names a running product, that one is taken. */
  static async start(options: ProductOptions = {}): Promise<Product> {
    const running = process.env['BASE_URL'];
    // Vitest sets it to a path of its own where nobody else does.
    if (running?.startsWith('http')) return Product.at(running);
    const port = options.port ?? (await freePort());
    const adminPort = await freePort();
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'livechat-e2e-'));
    const { child, ended } = spawnProduct({ ...options, dataDir, port }, adminPort);
    const [url, adminUrl] = [port, adminPort].map((p) => `http://127.0.0.1:${p}`);
    const product = new Product(url ?? '', adminUrl ?? '', port, dataDir, child, ended);
    await product.ready();
    return product;
  }

  private static at(url: string): Product {
    const ended = Promise.resolve({ code: 0, signal: null, stderr: '' });
    return new Product(url, url, Number(new URL(url).port), '', undefined, ended);
  }

  /** As `kill -9` ends it: nothing is finished, nothing is told. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** As Ctrl-C ends it. */
  async stop(): Promise<Ended> {
    this.child?.kill('SIGINT');
    return this.ended;
  }

  /** Ends it and takes its data away. */
  async dispose(): Promise<void> {
    await this.stop();
    if (this.child) rmSync(this.dataDir, { recursive: true, force: true });
  }

  metrics(): Promise<string> {
    return fetch(`${this.adminUrl}/metrics`).then((response) => response.text());
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  private async ready(): Promise<void> {
    const until = Date.now() + startLimitMs;
    let dead: Ended | undefined;
    void this.ended.then((ended) => (dead = ended));
    while (Date.now() < until) {
      if (dead) throw new Error(`The product ended with ${dead.code}: ${dead.stderr}`);
      const response = await fetch(`${this.adminUrl}/health/ready`).catch(() => undefined);
      if (response?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The product did not become ready in time');
  }
}

/** Starts the product and waits for its end; for starts that must fail. */
export async function runToEnd(options: ProductOptions): Promise<Ended> {
  const port = options.port ?? (await freePort());
  const { ended } = spawnProduct({ ...options, port }, await freePort());
  return ended;
}

/** Spawns it without waiting for anything; `ended` resolves when it has ended. */
export function spawnProduct(options: ProductOptions & { port: number }, adminPort: number) {
  const env = {
    PATH: process.env['PATH'],
    PORT: `${options.port}`,
    ADMIN_PORT: `${adminPort}`,
    LOG_LEVEL: 'warn',
    ...(options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir }),
    ...options.env,
  };
  const args = [main, ...(options.args ?? ['--no-demo'])];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.resume();
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, stderr })),
  );
  return { child, ended };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

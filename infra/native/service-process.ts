import { fileURLToPath } from 'node:url';
import { setTimeout as after } from 'node:timers/promises';
import { NativeServer } from './native-server.ts';
import { newRunFolder } from './work-folder.ts';

export const serviceNames = [
  'user-service',
  'chat-service',
  'chat-relay',
  'chat-archiver',
  'stream-analyzer',
  'summarizer',
] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface ServiceOptions {
  readonly service: ServiceName;
  /** Number among its replicas, from 1. */
  readonly replica: number;
  readonly port: number;
  readonly adminPort: number;
  readonly env: Readonly<Record<string, string>>;
}

const readyLimitMs = 60_000;

/** One replica of a service as a process of its own, from the built files. */
export class ServiceProcess {
  readonly name: string;
  readonly process: NativeServer;
  readonly adminUrl: string;

  constructor(readonly options: ServiceOptions) {
    const { service, replica, port, adminPort, env } = options;
    this.name = `${service}-${replica}`;
    this.adminUrl = `http://127.0.0.1:${adminPort}`;
    this.process = new NativeServer({
      name: this.name,
      folder: newRunFolder(this.name),
      command: process.execPath,
      args: [fileURLToPath(new URL(`../../apps/${service}/dist/main.js`, import.meta.url))],
      port: adminPort,
      startedLine: /^/,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOST: '127.0.0.1',
        PORT: `${port}`,
        ADMIN_PORT: `${adminPort}`,
        INSTANCE: this.name,
        ...env,
      },
    });
  }

  /** Resolves once it is ready. */
  async start(): Promise<void> {
    await this.process.start();
    await this.ready();
  }

  /** Resolves once it is ready; rejects after a minute, or when it ends. */
  async ready(): Promise<void> {
    const until = performance.now() + readyLimitMs;
    while (performance.now() < until) {
      if (!this.process.isRunning) throw new Error(`${this.name} ended:\n${this.process.logEnd()}`);
      const response = await fetch(`${this.adminUrl}/health/ready`).catch(() => undefined);
      if (response?.ok) return;
      await after(100);
    }
    throw new Error(`${this.name} was not ready in time:\n${this.process.logEnd()}`);
  }

  /** A metric's samples by their labels, as /metrics has them. */
  async metric(name: string): Promise<ReadonlyMap<string, number>> {
    const text = await fetch(`${this.adminUrl}/metrics`).then((response) => response.text());
    const samples = text.matchAll(new RegExp(`^${name}(\\{.*\\})? (\\S+)$`, 'gm'));
    return new Map([...samples].map(([, labels = '', value]) => [labels, Number(value)]));
  }
}

import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePorts } from './free-port.ts';
import { frontProxy } from './front.ts';
import type { NativeServer } from './native-server.ts';
import { serviceNames, ServiceProcess, type ServiceName } from './service-process.ts';

export interface ClusterOptions {
  /** Settings that tell the services where the real servers are. */
  readonly servers: Readonly<Record<string, string>>;
  /** Port of the one origin (default: a free one). */
  readonly port?: number;
  /** Replicas of each service (default: 2 chat-services, 1 of the others). */
  readonly replicas?: Partial<Record<ServiceName, number>>;
  /** Further settings of all services. */
  readonly env?: Readonly<Record<string, string>>;
}

const migrateScript = fileURLToPath(new URL('../../scripts/migrate.mjs', import.meta.url));
const run = promisify(execFile);

/** All services as processes on real servers, behind one origin. */
export class LocalCluster {
  private constructor(
    readonly url: string,
    readonly front: NativeServer,
    readonly services: readonly ServiceProcess[],
  ) {}

  /** Migrates the servers and starts everything; resolves once all of it is ready. */
  static async start(options: ClusterOptions): Promise<LocalCluster> {
    const replicas = planned(options);
    const ports = await freePorts(2 * replicas.length + 1);
    const frontPort = options.port ?? ports[2 * replicas.length] ?? 0;
    const url = `http://127.0.0.1:${frontPort}`;
    const env = settings(options, frontPort);
    await migrate(env);
    const services = replicas.map(
      ({ service, replica }, i) =>
        new ServiceProcess({
          service,
          replica,
          port: ports[2 * i] ?? 0,
          adminPort: ports[2 * i + 1] ?? 0,
          env: service === 'user-service' ? env : withoutPrivateKey(env),
        }),
    );
    const portsOf = (name: ServiceName) =>
      services.filter((s) => s.options.service === name).map((s) => s.options.port);
    const front = frontProxy({
      port: frontPort,
      userPorts: portsOf('user-service'),
      chatPorts: portsOf('chat-service'),
    });
    const cluster = new LocalCluster(url, front, services);
    try {
      await Promise.all([front.start(), ...services.map((service) => service.start())]);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** The replicas of a service. */
  of(name: ServiceName): readonly ServiceProcess[] {
    return this.services.filter(({ options }) => options.service === name);
  }

  /** Ends everything in order: nobody new comes in, then the services drain. */
  async stop(): Promise<void> {
    await this.front.stop();
    await Promise.all(this.services.map(({ process }) => process.stop()));
  }
}

function planned({ replicas = {} }: ClusterOptions) {
  return serviceNames.flatMap((service) => {
    const count = replicas[service] ?? (service === 'chat-service' ? 2 : 1);
    return Array.from({ length: count }, (_, i) => ({ service, replica: i + 1 }));
  });
}

function settings({ servers, env }: ClusterOptions, frontPort: number) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    TRUST_PROXY: '1',
    PUBLIC_URL: `http://localhost:${frontPort}`,
    ALLOWED_ORIGINS: `http://127.0.0.1:${frontPort}`,
    JWT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    JWT_PUBLIC_KEYS: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    ...servers,
    ...env,
  };
}

/** Only user-service signs. */
function withoutPrivateKey(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'JWT_PRIVATE_KEY'));
}

/** `npm run migrate` on the servers; rejects with what it said. */
async function migrate(env: Readonly<Record<string, string>>): Promise<void> {
  await run(process.execPath, [migrateScript], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LocalCluster } from './local-cluster.ts';
import { MissingTool } from './missing-tool.ts';
import { NativeServers } from './native-servers.ts';

const help = `Usage: npm run start:cluster -- [--port N]

Starts Kafka, Redis, Cassandra and MariaDB, two chat-services and one of each other service, and a
proxy in front of them on one port (default 3000). Servers are installed where they are missing.
Ctrl-C ends all of it and deletes what was kept.
`;
const servicesFile = fileURLToPath(new URL('../../.work/cluster/services.json', import.meta.url));

/** `npm run start:cluster`: resolves once all of it is ready; runs until Ctrl-C. */
export async function startCluster(args: readonly string[]): Promise<void> {
  const options = { port: { type: 'string', default: '3000' }, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) return void process.stdout.write(help);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    process.stderr.write(`--port: "${values.port}" is no port\n`);
    process.exit(2);
  }
  try {
    await run(port);
  } catch (error) {
    process.stderr.write(`${error instanceof MissingTool ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function run(port: number): Promise<void> {
  process.stdout.write('Starting Kafka, Redis, Cassandra and MariaDB …\n');
  const servers = await NativeServers.start();
  const starting = LocalCluster.start({ servers: servers.settings(), port });
  const cluster = await starting.catch(async (error: unknown) => {
    await servers.stop();
    throw error;
  });
  const end = async () => {
    process.stdout.write('\nEnding …\n');
    rmSync(servicesFile, { force: true });
    await cluster.stop();
    await servers.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
  writePlaces(cluster);
  process.stdout.write(welcome(cluster));
}

/** For `npm run status`. */
function writePlaces({ services }: LocalCluster): void {
  mkdirSync(dirname(servicesFile), { recursive: true });
  const places = services.map(({ name, adminUrl }) => ({ name, adminUrl }));
  writeFileSync(servicesFile, JSON.stringify(places));
}

function welcome({ url, services }: LocalCluster): string {
  const logs = services.map(({ name, process }) => `  ${name.padEnd(20)}${process.logFile}`);
  return [
    '',
    `  Live Chat Analyzer  ${url.replace('127.0.0.1', 'localhost')}`,
    '  npm run -s status   how all services are',
    '  Ctrl-C              ends everything',
    '',
    '  Logs',
    ...logs,
    '',
    '',
  ].join('\n');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LocalCluster } from '../native/local-cluster.ts';
import type { NativeServer } from '../native/native-server.ts';
import { NativeServers } from '../native/native-servers.ts';
import { usageOf, type Usage } from './process-usage.ts';
import { machine } from './rounds.ts';

const help = `Usage: npm run bench:load -- [--clients N] [--every S] [--minutes M] [--chat-services N]

Starts the real servers and all services, lets N clients (default 500) write a message every S
seconds (default 2) in one stream for M minutes (default 5), and prints the generator's report with
what each process took. Every client checks that it is given every message once and in order; 20
more are stock socket.io clients. Exit code 1 if anything was lost, doubled or swapped.
`;
const generator = fileURLToPath(new URL('../../scripts/generate.mjs', import.meta.url));
const stockClients = 20;

/** `npm run bench:load`: answers the exit code. */
export async function load(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      clients: { type: 'string', default: '500' },
      every: { type: 'string', default: '2' },
      minutes: { type: 'string', default: '5' },
      'chat-services': { type: 'string', default: '2' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const servers = await NativeServers.start();
  try {
    const replicas = { 'chat-service': Number(values['chat-services']) };
    const cluster = await LocalCluster.start({ servers: servers.settings(), replicas });
    try {
      return await measured(servers, cluster, values);
    } finally {
      await cluster.stop();
    }
  } finally {
    await servers.stop();
  }
}

async function measured(
  servers: NativeServers,
  cluster: LocalCluster,
  { clients, every, minutes }: { clients: string; every: string; minutes: string },
): Promise<number> {
  const processes = [
    ...servers.nodes,
    cluster.front,
    ...cluster.services.map(({ process }) => process),
  ];
  const before = processes.map(usage);
  const rate = `${Number(clients) / Number(every)}`;
  const child = spawn(
    process.execPath,
    [
      generator,
      '--url',
      cluster.url,
      '--chatters',
      clients,
      '--rate',
      rate,
      '--minutes',
      minutes,
    ].concat(['--viewers', `${stockClients}`, '--burst', '1']),
    { stdio: 'inherit' },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  process.stdout.write(`\n${machine()}, ${Math.round(totalmem() / 2 ** 30)} GB\n\n`);
  process.stdout.write(table(processes, before, Number(minutes) * 60));
  return code ?? 1;
}

const usage = ({ pid }: NativeServer): Usage => usageOf(pid ?? -1);

/** Joining and settling are in the CPU time, which is set against the time of chatting alone. */
function table(processes: readonly NativeServer[], before: readonly Usage[], seconds: number) {
  const rows = processes.map((process, i) => {
    const { cpuSeconds, residentMb } = usage(process);
    const share = (100 * (cpuSeconds - (before[i]?.cpuSeconds ?? 0))) / seconds;
    return `| ${process.server.name} | ${share.toFixed(0)} % | ${residentMb.toFixed(0)} MB |\n`;
  });
  return `| process | of one core | resident |\n| --- | --- | --- |\n${rows.join('')}`;
}

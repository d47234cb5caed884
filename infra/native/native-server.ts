import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { notePid } from './work-folder.ts';

/** How to run one server, and how to tell that it can be used. */
export interface ServerCommand {
  readonly name: string;
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  /** A line of its own log; an open port alone does not mean it serves. */
  readonly startedLine: RegExp;
  /** Its whole environment (default: ours). */
  readonly env?: Readonly<Record<string, string>>;
}

const startLimitMs = 90_000;
const stopLimitMs = 20_000;
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One real server as a child process on the loopback. */
export class NativeServer {
  #child: ChildProcess | undefined;
  #logStart = 0;

  constructor(readonly server: ServerCommand) {}

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** Its process, which leads a group of its own. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it; resolves once it can be used. Throws with the end of its log if it ends before. */
  async start(): Promise<void> {
    if (this.#child) return;
    this.#logStart = this.#log().length;
    const { command, args, folder, env } = this.server;
    const log = openSync(this.logFile, 'a');
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', log, log],
      // A Ctrl-C is for us: we end them in order.
      detached: true,
      ...(env && { env }),
    });
    closeSync(log);
    this.#watch(child);
    if (child.pid !== undefined) notePid(folder, child.pid);
    await this.#untilStarted();
  }

  /** Asks it to end and waits; kills it when it does not. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    await ended;
    clearTimeout(timer);
  }

  /** Ends it as a crash would (kill -9). */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Stops its clock (SIGSTOP): connections stay open and silent until `thaw`. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Where its output goes. */
  get logFile(): string {
    return join(this.server.folder, 'server.log');
  }

  #log(): string {
    try {
      return readFileSync(this.logFile, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }

  #watch(child: ChildProcess): void {
    this.#child = child;
    running.add(child);
    const gone = () => {
      running.delete(child);
      if (this.#child === child) this.#child = undefined;
    };
    child.once('exit', gone);
    child.once('error', gone);
  }

  async #untilStarted(): Promise<void> {
    const { name, port, startedLine } = this.server;
    const deadline = performance.now() + startLimitMs;
    while (performance.now() < deadline) {
      if (!this.#child) throw new Error(`${name} ended at its start:\n${this.logEnd()}`);
      if (startedLine.test(this.#log().slice(this.#logStart)) && (await accepts(port))) return;
      await after(50);
    }
    await this.kill();
    throw new Error(`${name} was not ready in ${startLimitMs} ms:\n${this.logEnd()}`);
  }

  /** The last lines it wrote since its start. */
  logEnd(): string {
    return this.#log().slice(this.#logStart).split('\n').slice(-20).join('\n');
  }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (accepted: boolean) => () => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });

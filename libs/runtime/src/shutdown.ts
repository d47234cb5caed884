import type { Logger } from './logger.ts';

const phases = ['refuse', 'drain', 'workers', 'stores'] as const;

/**
 * `refuse`: not ready, take nothing new. `drain`: finish what was taken, tell clients, close
 * sockets. `workers`: consumers finish their batch, checkpoint, commit, leave. `stores`:
 * producers, stores and files close.
 */
export type Phase = (typeof phases)[number];

interface Step {
  readonly phase: Phase;
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

/**
 * The one owner of the order in which a process ends. Steps of a phase run side by side; a phase
 * begins when the one before has ended. A step that fails is logged and holds nobody up.
 */
export class Shutdown {
  private readonly steps: Step[] = [];
  private readonly unfinished = new Set<string>();
  private running: Promise<boolean> | undefined;

  /** `graceMs`: time until the process is killed from outside; the hard stop comes at 80 % of it. */
  constructor(
    private readonly logger: Logger,
    private readonly graceMs = 30_000,
  ) {}

  /** True from the first moment of the shutdown: new work is to be refused with `draining`. */
  get draining(): boolean {
    return this.running !== undefined;
  }

  /** Has `run` done in its phase, however the process is asked to end. */
  on(phase: Phase, name: string, run: () => Promise<void> | void): void {
    this.steps.push({ phase, name, run });
  }

  /** Runs every phase once, whoever asks; true when all steps ended in time and without error. */
  run(): Promise<boolean> {
    this.running ??= this.runAll();
    return this.running;
  }

  private async runAll(): Promise<boolean> {
    let stop: NodeJS.Timeout | undefined;
    const hardStop = new Promise<'late'>((resolve) => {
      stop = setTimeout(() => resolve('late'), this.graceMs * 0.8);
    });
    const outcome = await Promise.race([this.runPhases(), hardStop]);
    clearTimeout(stop);
    if (outcome !== 'late') return outcome;
    this.logger.error({ cut: [...this.unfinished] }, 'Shutdown took too long and was cut');
    return false;
  }

  private async runPhases(): Promise<boolean> {
    let clean = true;
    for (const { name } of this.steps) this.unfinished.add(name);
    for (const phase of phases) {
      const steps = this.steps.filter((step) => step.phase === phase);
      const results = await Promise.all(steps.map((step) => this.runStep(step)));
      clean &&= results.every(Boolean);
    }
    return clean;
  }

  private async runStep({ phase, name, run }: Step): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (err) {
      this.logger.error({ err, phase, step: name }, 'A step of the shutdown failed');
      return false;
    } finally {
      this.unfinished.delete(name);
    }
  }
}

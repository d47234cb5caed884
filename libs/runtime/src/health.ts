import type { Metrics } from './metrics.ts';

/** Resolves while the dependency answers, rejects when it does not. */
export type HealthCheck = () => Promise<unknown>;

interface Dependency {
  readonly check: HealthCheck;
  reachedOnce: boolean;
  up: boolean;
}

export interface HealthReport {
  readonly status: 'starting' | 'ready' | 'draining';
  /** Each dependency by name. */
  readonly dependencies: Readonly<Record<string, 'up' | 'down'>>;
}

const checkLimitMs = 2_000;
const freshMs = 1_000;

/**
 * Whether this process may be sent traffic. Not ready until it has started and every dependency
 * was reached once; a later outage shows in the report and in metrics and leaves it ready.
 */
export class Health {
  private readonly dependencies = new Map<string, Dependency>();
  private started = false;
  private draining = false;
  private checking: Promise<void> | undefined;
  private checkedAt = -Infinity;

  constructor(private readonly metrics: Metrics) {}

  /** Names a dependency; `check` is called at most once a second, and given 2 s. */
  register(name: string, check: HealthCheck): void {
    this.dependencies.set(name, { check, reachedOnce: false, up: false });
  }

  /** The process listens. */
  start(): void {
    this.started = true;
  }

  /** The process is on its way out: not ready from now on. */
  drain(): void {
    this.draining = true;
  }

  /** Checks the dependencies (or takes answers less than a second old) and reports. */
  async report(): Promise<HealthReport> {
    if (performance.now() - this.checkedAt > freshMs) {
      this.checking ??= this.checkAll().finally(() => (this.checking = undefined));
      await this.checking;
    }
    const entries = [...this.dependencies].map(
      ([name, { up }]) => [name, up ? 'up' : 'down'] as const,
    );
    return { status: this.status(), dependencies: Object.fromEntries(entries) };
  }

  private status(): HealthReport['status'] {
    if (this.draining) return 'draining';
    const reached = [...this.dependencies.values()].every(({ reachedOnce }) => reachedOnce);
    return this.started && reached ? 'ready' : 'starting';
  }

  private async checkAll(): Promise<void> {
    await Promise.all(
      [...this.dependencies].map(async ([name, dependency]) => {
        dependency.up = await answers(dependency.check);
        dependency.reachedOnce ||= dependency.up;
        this.metrics.dependencyUp.set({ dependency: name }, dependency.up ? 1 : 0);
      }),
    );
    this.checkedAt = performance.now();
  }
}

async function answers(check: HealthCheck): Promise<boolean> {
  let limit: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    limit = setTimeout(() => resolve(false), checkLimitMs);
  });
  const reached = Promise.resolve()
    .then(check)
    .then(
      () => true,
      () => false,
    );
  return Promise.race([reached, tooLate]).finally(() => clearTimeout(limit));
}

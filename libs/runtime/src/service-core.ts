import { Health } from './health.ts';
import { createLogger, type Logger } from './logger.ts';
import { Metrics } from './metrics.ts';
import type { Settings } from './settings.ts';
import { Shutdown } from './shutdown.ts';

/** What a process has from its first moment, before any module is made. */
export interface ServiceCore {
  readonly name: string;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly shutdown: Shutdown;
}

export function createCore(name: string, settings: Settings, given?: Logger): ServiceCore {
  const logger = given ?? createLogger(settings, name);
  const metrics = new Metrics();
  const shutdown = new Shutdown(logger, settings.shutdownGrace);
  return { name, settings, logger, metrics, health: new Health(metrics), shutdown };
}

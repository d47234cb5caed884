import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { build as pretty } from 'pino-pretty';
import { RecentTroubles } from './recent-troubles.ts';
import { redacted, redactedText } from './redaction.ts';
import type { Settings } from './settings.ts';

export type LogFields = Readonly<Record<string, unknown>>;
type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/**
 * Writes log lines: JSON with service, level, time and the given fields. Secrets and message
 * texts among the fields are blotted out, whatever the caller passes.
 */
export class Logger {
  constructor(
    readonly pino: Pino,
    /** The newest warnings and errors, of children too. */
    readonly troubles = new RecentTroubles(),
  ) {}

  /** Lines at level debug are written: what is made for them only is worth making. */
  get isDebug(): boolean {
    return this.pino.isLevelEnabled('debug');
  }

  debug(fields: LogFields, message: string): void {
    this.write('debug', fields, message);
  }

  info(fields: LogFields, message: string): void {
    this.write('info', fields, message);
  }

  warn(fields: LogFields, message: string): void {
    this.write('warn', fields, message);
  }

  error(fields: LogFields, message: string): void {
    this.write('error', fields, message);
  }

  fatal(fields: LogFields, message: string): void {
    this.write('fatal', fields, message);
  }

  /** A logger whose lines all carry these fields too. */
  child(fields: LogFields): Logger {
    return new Logger(this.pino.child(redacted(fields) as object), this.troubles);
  }

  private write(level: Level, fields: LogFields, message: string): void {
    if (this.pino.isLevelEnabled(level)) this.pino[level](fields, message);
  }
}

/**
 * The logger of a service: JSON on stdout, readable lines where stdout is a terminal.
 * `destination` replaces stdout in tests.
 */
export function createLogger(
  settings: Pick<Settings, 'logLevel' | 'instance'>,
  service: string,
  destination: DestinationStream = standardOutput(),
): Logger {
  const options = {
    level: settings.logLevel,
    base: { service, instance: settings.instance },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => redacted(fields) as Record<string, unknown>,
    },
    hooks: {
      logMethod(args: Parameters<Pino['info']>, method: Pino['info']) {
        const masked = args.map((arg) => (typeof arg === 'string' ? redactedText(arg) : arg));
        method.apply(this, masked as Parameters<Pino['info']>);
      },
    },
    // The formatter above has already made errors plain.
    serializers: { err: (error: unknown) => error },
  };
  const troubles = new RecentTroubles();
  return new Logger(pino(options, watched(destination, troubles)), troubles);
}

/** Hands every line on, and shows it to the troubles. */
const watched = (destination: DestinationStream, troubles: RecentTroubles): DestinationStream => ({
  write(line) {
    destination.write(line);
    troubles.take(line);
  },
});

/** Says nothing; for tests and tools. */
export const silentLogger = (): Logger => new Logger(pino({ level: 'silent' }));

const standardOutput = (): DestinationStream =>
  process.stdout.isTTY
    ? pretty({ sync: true, ignore: 'pid,hostname,service,instance', translateTime: 'HH:MM:ss' })
    : pino.destination({ dest: 1, sync: true });

/**
 * Nest's own messages, as lines of ours; its start-up chatter only at level debug, and so what it
 * says of a start that failed: whoever started it is told.
 */
export function nestLogger(logger: Logger): LoggerService {
  const line =
    (level: Level) =>
    (message: unknown, ...rest: unknown[]) => {
      const context = rest.findLast((item) => typeof item === 'string' && !item.includes('\n'));
      const stack = rest.find((item) => typeof item === 'string' && item.includes('\n'));
      const fields = { context, ...(stack === undefined ? {} : { stack }) };
      const write = context === 'ExceptionHandler' ? 'debug' : level;
      if (typeof message === 'string') logger[write](fields, message);
      else logger[write]({ ...fields, err: message }, 'Message from the framework');
    };
  return {
    log: line('debug'),
    debug: line('debug'),
    verbose: line('debug'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('fatal'),
  };
}

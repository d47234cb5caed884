import {
  Global,
  Module,
  StandardSchemaValidationPipe,
  type DynamicModule,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AppError, type Issue } from '@livechat/contracts';
import { AuthGuard } from './auth.guard.ts';
import { ErrorFilter } from './error.filter.ts';
import { Health } from './health.ts';
import { InFlight } from './in-flight.ts';
import { Logger } from './logger.ts';
import { Metrics } from './metrics.ts';
import { Origins } from './origins.ts';
import { createCore, type ServiceCore } from './service-core.ts';
import { SETTINGS, type Settings } from './settings.ts';
import { Shutdown } from './shutdown.ts';
import { SseFeeds } from './sse.ts';
import { loadTokenKeys, TokenKeys } from './token-keys.ts';
import { TokenVerifier } from './token-verifier.ts';

const mostIssues = 20;

/** Bodies, queries and parameters that name a schema are checked by it, once, here at the edge. */
const schemaPipe = () =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new AppError('invalid', { issues: issues.slice(0, mostIssues).map(toIssue) }),
  });

type SchemaIssue = { readonly path?: readonly unknown[] | undefined; readonly message: string };

const toIssue = ({ path = [], message }: SchemaIssue): Issue => ({
  path: path.map((part) => String(keyOf(part))).join('.'),
  message,
});

const keyOf = (part: unknown): unknown =>
  typeof part === 'object' && part !== null && 'key' in part ? part.key : part;

/** The providers that every service has, and that any other module may inject. */
function providers(core: ServiceCore): Provider[] {
  const { settings, logger, metrics, health, shutdown } = core;
  return [
    { provide: SETTINGS, useValue: settings },
    { provide: Logger, useValue: logger },
    { provide: Metrics, useValue: metrics },
    { provide: Health, useValue: health },
    { provide: Shutdown, useValue: shutdown },
    { provide: Origins, useValue: new Origins(settings) },
    { provide: InFlight, useValue: new InFlight() },
    { provide: SseFeeds, useValue: new SseFeeds(settings, metrics, shutdown) },
    { provide: TokenKeys, useFactory: () => loadTokenKeys(settings) },
    {
      provide: TokenVerifier,
      inject: [TokenKeys],
      useFactory: (keys: TokenKeys) => new TokenVerifier(keys),
    },
  ];
}

/**
 * Settings, log, metrics, health, shutdown and tokens, and for all routes the guard, the schema
 * pipe and the error filter. Global; imported once, by `startService` or a test module.
 */
@Global()
@Module({})
export class RuntimeModule {
  /** For tests that build a Nest module of their own. */
  static with(settings: Settings, logger?: Logger): DynamicModule {
    return RuntimeModule.of(createCore('test', settings, logger));
  }

  static of(core: ServiceCore): DynamicModule {
    const shared = providers(core);
    const edge: Provider[] = [
      { provide: APP_GUARD, useClass: AuthGuard },
      { provide: APP_PIPE, useFactory: schemaPipe },
      { provide: APP_FILTER, useFactory: () => new ErrorFilter(core.logger) },
    ];
    return { module: RuntimeModule, providers: [...shared, ...edge], exports: shared };
  }
}

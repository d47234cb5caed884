import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { adminServer } from './admin-server.ts';
import { DataFolder, folderError } from './data-folder.ts';
import { installEdge } from './http-edge.ts';
import { InFlight } from './in-flight.ts';
import { assertFree, closeServer, listenError, listenOn, urlOf } from './listening.ts';
import { nestLogger, type Logger } from './logger.ts';
import { serveDocs } from './openapi.ts';
import { RuntimeModule } from './runtime.module.ts';
import { createCore, type ServiceCore } from './service-core.ts';
import { readSettings, SettingsError, type Settings } from './settings.ts';
import { StartError } from './start-error.ts';

/** A process: its name, the module that names its parts, and its settings (default: the environment's). */
export interface Service {
  readonly name: string;
  readonly module: Type | DynamicModule;
  readonly settings?: Settings | (() => Settings);
  readonly logger?: Logger;
  /** It answers nobody: no public port is opened, only the admin port. */
  readonly isWorker?: boolean;
  /** Last touches before routes are laid: static files, a websocket adapter. */
  configure?(app: NestExpressApplication): void | Promise<void>;
}

/** A started process. */
export interface RunningService {
  readonly app: NestExpressApplication;
  readonly settings: Settings;
  /** Where it is reached; of a worker its admin port. */
  readonly url: string;
  readonly adminUrl: string;
  /** Ends it in order; true when every step ended in time and without error. */
  stop(): Promise<boolean>;
}

type Undo = () => unknown;

@Module({})
class ServiceRoot {}

/** Starts a service; rejects with SettingsError or StartError, having undone what it had begun. */
export async function startService(service: Service): Promise<RunningService> {
  const { settings: given = readSettings, name, logger } = service;
  const settings = typeof given === 'function' ? given() : given;
  const core = createCore(name, settings, logger);
  const undo: Undo[] = [];
  const end = once(() => stop(core, undo));
  try {
    const { app, urls } = await start(service, core, undo);
    return { app, settings, ...urls, stop: end };
  } catch (error) {
    await end();
    const reason = settings.mode === 'embedded' ? folderError(settings.dataDir, error) : error;
    // What a person can act on is said in his words alone, by whoever started this.
    if (!isReadable(reason)) core.logger.error({ err: reason }, 'The start failed');
    throw reason;
  }
}

const isReadable = (error: unknown): boolean =>
  error instanceof StartError || error instanceof SettingsError;

async function start(service: Service, core: ServiceCore, undo: Undo[]) {
  const { settings, health, metrics, logger } = core;
  const { host } = settings;
  if (settings.allowInsecureHttp)
    logger.warn({}, 'ALLOW_INSECURE_HTTP: passwords may travel in the clear');
  if (!service.isWorker) await assertFree({ port: settings.port, host, setting: 'PORT' });
  const admin = adminServer(core);
  await listenOn(admin, { port: settings.adminPort, host, setting: 'ADMIN_PORT' });
  undo.push(() => closeServer(admin));
  if (settings.mode === 'embedded') {
    const folder = await DataFolder.take(settings.dataDir);
    undo.push(() => folder.release());
  }
  const app = await createApp(service, core);
  undo.push(() => app.close());
  await (service.isWorker ? work(app, core) : listen(app, core));
  metrics.collectProcess();
  health.start();
  const adminUrl = urlOf(admin);
  return { app, urls: { url: service.isWorker ? adminUrl : urlOf(app.getHttpServer()), adminUrl } };
}

async function createApp(service: Service, core: ServiceCore): Promise<NestExpressApplication> {
  const root = { module: ServiceRoot, imports: [RuntimeModule.of(core), service.module] };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: nestLogger(core.logger),
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  installEdge(app, core);
  await service.configure?.(app);
  if (core.settings.apiDocs) serveDocs(app, ['api', 'chat']);
  return app;
}

async function work(app: NestExpressApplication, { shutdown, health }: ServiceCore): Promise<void> {
  await app.init();
  shutdown.on('refuse', 'readiness', () => health.drain());
}

async function listen(app: NestExpressApplication, core: ServiceCore): Promise<void> {
  const { settings, shutdown, health } = core;
  const { port, host } = settings;
  await app.listen(port, host).catch((error: unknown) => {
    throw listenError(error as Error, { port, host, setting: 'PORT' });
  });
  shutdown.on('refuse', 'readiness', () => health.drain());
  shutdown.on('refuse', 'listening', () => {
    app.getHttpServer().close();
  });
  shutdown.on('drain', 'requests', () => app.get(InFlight).none());
}

async function stop({ shutdown, logger }: ServiceCore, undo: readonly Undo[]): Promise<boolean> {
  let clean = await shutdown.run();
  for (const step of undo.toReversed()) {
    try {
      await step();
    } catch (err) {
      clean = false;
      logger.error({ err }, 'Something could not be closed');
    }
  }
  return clean;
}

function once<T>(work: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: work() }).value;
}

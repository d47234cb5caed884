import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Logger } from '@livechat/runtime';
import { Inject, Module, Optional, type DynamicModule, type NestModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { webFiles } from './web-files.ts';

const webFolder = Symbol('web folder');

/** The pages, beside the services they call: one origin for everything. */
@Module({})
export class WebModule implements NestModule {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly logger: Logger,
    @Optional() @Inject(webFolder) private readonly folder = builtWeb(),
  ) {}

  /** With a web app that was built into `folder`, instead of the workspace's own. */
  static of(folder: string): DynamicModule {
    return { module: WebModule, providers: [{ provide: webFolder, useValue: folder }] };
  }

  /** Nest calls it after the security headers and before the routes, just where files belong. */
  configure(): void {
    if (existsSync(join(this.folder, 'index.html'))) {
      // Not by Nest's consumer: that cuts the path it matched off the request.
      this.host.httpAdapter.use(webFiles(this.folder));
    } else {
      this.logger.warn({ folder: this.folder }, 'The web app is not built: its pages answer 404');
    }
  }
}

const builtWeb = () =>
  join(dirname(createRequire(import.meta.url).resolve('@livechat/web/package.json')), 'dist');

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Logger } from '@livechat/runtime';
import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { webFiles } from './web-files.ts';

/** The pages, beside the services they call: one origin for everything. */
@Module({})
export class WebModule implements NestModule {
  constructor(private readonly logger: Logger) {}

  configure(consumer: MiddlewareConsumer): void {
    const folder = builtWeb();
    if (!existsSync(join(folder, 'index.html'))) {
      this.logger.warn({ folder }, 'The web app is not built: its pages answer 404');
      return;
    }
    consumer.apply(webFiles(folder)).forRoutes('{*path}');
  }
}

const builtWeb = () =>
  join(dirname(createRequire(import.meta.url).resolve('@livechat/web/package.json')), 'dist');

import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document of the paths that begin with `/prefix/`, made from routes and their schemas. */
export function openApiDocument(app: INestApplication, prefix: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(`Live Chat Analyzer: /${prefix}`)
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const paths = Object.entries(document.paths).filter(([path]) => path.startsWith(`/${prefix}/`));
  return { ...document, paths: Object.fromEntries(paths) };
}

/** Serves `/<prefix>/docs` and `/<prefix>/docs-json` for each service in this process. */
export function serveDocs(app: INestApplication, prefixes: readonly string[]): void {
  for (const prefix of prefixes) {
    SwaggerModule.setup(`${prefix}/docs`, app, () => openApiDocument(app, prefix), {
      customSiteTitle: `Live Chat Analyzer: /${prefix}`,
    });
  }
}

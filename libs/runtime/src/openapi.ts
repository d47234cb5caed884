import { HttpStatus, type INestApplication } from '@nestjs/common';
import {
  ApiResponse,
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
  type StandardSchemaObject,
} from '@nestjs/swagger';
import { problem } from '@livechat/contracts';
import { z } from 'zod';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

/** Marks an operation that needs no token; set by `@Public()`. */
export const publicMark = 'x-public';

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
const stateChangeHeader: NonNullable<Operation['parameters']>[number] = {
  name: 'x-livechat',
  in: 'header',
  required: true,
  schema: { type: 'string', enum: ['1'] },
};

/** Documents what a handler answers with; the schema is the contract's. */
export const Answers = (schema: z.ZodType, status: number = HttpStatus.OK) =>
  ApiResponse({ status, standardSchema: schema as StandardSchemaObject });

/**
 * The OpenAPI document of the paths that begin with `/prefix/`, made from the routes and their
 * schemas; every operation shows the token it needs, its header and its error body.
 */
export function openApiDocument(app: INestApplication, prefix: string): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, description(prefix));
  const paths = Object.entries(document.paths)
    .filter(([path]) => path.startsWith(`/${prefix}/`))
    .map(([path, item]) => [path, completed(item)] as const);
  const schemas = { ...document.components?.schemas, Problem: jsonSchema(problem) };
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: { ...document.components, schemas },
  };
}

/** Serves `/<prefix>/docs` and `/<prefix>/docs-json` for each service in this process. */
export function serveDocs(app: INestApplication, prefixes: readonly string[]): void {
  for (const prefix of prefixes) {
    SwaggerModule.setup(`${prefix}/docs`, app, () => openApiDocument(app, prefix), {
      customSiteTitle: `Live Chat Analyzer: /${prefix}`,
      raw: ['json'],
    });
  }
}

const description = (prefix: string) =>
  new DocumentBuilder()
    .setTitle(`Live Chat Analyzer: /${prefix}`)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'accessToken')
    .build();

function completed(item: PathItem): PathItem {
  const operations = methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, completedOperation(operation, method !== 'get')] as const] : [];
  });
  return { ...item, ...Object.fromEntries(operations) };
}

function completedOperation(operation: Operation, changes: boolean): Operation {
  const { parameters = [], responses } = operation;
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  };
  return {
    ...operation,
    security: publicMark in operation ? [{}, { accessToken: [] }] : [{ accessToken: [] }],
    parameters: changes ? [...parameters, stateChangeHeader] : parameters,
    responses: { ...responses, default: { description: 'What went wrong', content } },
  };
}

const jsonSchema = (schema: z.ZodType) => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'openapi-3.0' });
  return rest as object;
};

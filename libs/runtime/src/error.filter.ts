import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { isExpected, toAppError, toFailure, toProblem } from './failures.ts';
import { Logger } from './logger.ts';
import { requestIdOf } from './request-id.ts';

type Ack = (answer: unknown) => void;

/**
 * The one place where an error becomes an answer: problem+json over HTTP, a failure in the ack of
 * a socket event. What no client is meant to see is logged with the request id and shown as `internal`.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() === 'http') this.answerRequest(error, host);
    else this.answerEvent(error, host);
  }

  private answerRequest(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const requestId = requestIdOf(response);
    if (!isExpected(error)) this.logger.error({ err: error, requestId }, 'A request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { retryAfterMs } = toAppError(error).details;
    if (retryAfterMs !== undefined) {
      response.setHeader('retry-after', Math.max(1, Math.ceil(retryAfterMs / 1_000)));
    }
    const problem = toProblem(error, requestId);
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private answerEvent(error: unknown, host: ArgumentsHost): void {
    if (!isExpected(error)) this.logger.error({ err: error }, 'A socket event failed');
    const ack = host.getArgs<unknown[]>().findLast((arg) => typeof arg === 'function');
    if (ack) (ack as Ack)(toFailure(error));
  }
}

import { requestIdOf } from '@livechat/runtime';
import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { Request, Response } from 'express';

/** Where a request came from: for limits, log and audit. */
export interface Caller {
  readonly ip: string;
  readonly requestId: string;
}

/** The caller of this request. */
export const From = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const http = context.switchToHttp();
  const { ip = '' } = http.getRequest<Request>();
  return { ip, requestId: requestIdOf(http.getResponse<Response>()) };
});

import {
  applyDecorators,
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { AppError, type TokenClaims } from '@livechat/contracts';
import type { Request } from 'express';
import { publicMark } from './openapi.ts';
import { TokenVerifier } from './token-verifier.ts';

const publicKey = 'livechat:public';

/** A request and who sent it, once the guard has let it in. */
export type AuthedRequest = Request & { user?: TokenClaims };

/** No token is needed; one that is sent is verified all the same. */
export const Public = () =>
  applyDecorators(SetMetadata(publicKey, true), ApiExtension(publicMark, true));

/** The claims of the caller's token; undefined only where the handler is public. */
export const CurrentUser = createParamDecorator(
  (_data: unknown, context: ExecutionContext): TokenClaims | undefined =>
    context.switchToHttp().getRequest<AuthedRequest>().user,
);

/** Lets in who bears a valid access token, on every HTTP route that is not public. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Sockets carry their identity from the handshake; the gateway checks it.
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthedRequest>();
    const token = bearerToken(request.headers.authorization);
    if (token !== undefined) request.user = await this.verifier.verify(token);
    else if (!this.isPublic(context)) throw new AppError('unauthenticated');
    return true;
  }

  private isPublic(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(publicKey, places) === true;
  }
}

/** The token of an Authorization header; throws `unauthenticated` for any other scheme. */
function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(header)?.[1];
  if (token === undefined) throw new AppError('unauthenticated');
  return token;
}

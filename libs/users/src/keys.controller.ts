import { Public, TokenKeys } from '@livechat/runtime';
import { Controller, Get, Header } from '@nestjs/common';

/** Ways to sign in and keys to check tokens with; the same for everyone. */
@Public()
@Controller('api/v1')
export class KeysController {
  constructor(private readonly keys: TokenKeys) {}

  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=300')
  jwks(): TokenKeys['jwks'] {
    return this.keys.jwks;
  }
}

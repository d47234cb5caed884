import { oidcProviders } from '@livechat/contracts';
import type { OidcProviders } from '@livechat/contracts';
import { Answers, Public } from '@livechat/runtime';
import { Controller, Get } from '@nestjs/common';

/** External providers to sign in with. */
@Public()
@Controller('api/v1/sessions/oidc')
export class OidcController {
  /** Those a person can sign in with: none, whatever is configured, since no flow is served yet. */
  @Get()
  @Answers(oidcProviders)
  providers(): OidcProviders {
    return { items: [] };
  }
}

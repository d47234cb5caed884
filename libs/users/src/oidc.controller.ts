import { oidcProviders } from '@livechat/contracts';
import type { OidcProviders } from '@livechat/contracts';
import { Answers, InjectSettings, Public } from '@livechat/runtime';
import type { Settings } from '@livechat/runtime';
import { Controller, Get } from '@nestjs/common';

/** External providers to sign in with. */
@Public()
@Controller('api/v1/sessions/oidc')
export class OidcController {
  constructor(@InjectSettings() private readonly settings: Settings) {}

  /** Those the operator has configured. */
  @Get()
  @Answers(oidcProviders)
  providers(): OidcProviders {
    const { oidcGoogleClientId, oidcGoogleClientSecret } = this.settings;
    const google = oidcGoogleClientId !== undefined && oidcGoogleClientSecret !== undefined;
    return { items: google ? [{ id: 'google', displayName: 'Google' }] : [] };
  }
}

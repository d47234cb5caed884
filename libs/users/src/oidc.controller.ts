import { InjectSettings, Public } from '@livechat/runtime';
import type { Settings } from '@livechat/runtime';
import { Controller, Get } from '@nestjs/common';

interface Provider {
  readonly id: string;
  readonly displayName: string;
}

/** External providers to sign in with. */
@Public()
@Controller('api/v1/sessions/oidc')
export class OidcController {
  constructor(@InjectSettings() private readonly settings: Settings) {}

  /** Those the operator has configured. */
  @Get()
  providers(): { readonly items: readonly Provider[] } {
    const { oidcGoogleClientId, oidcGoogleClientSecret } = this.settings;
    const google = oidcGoogleClientId !== undefined && oidcGoogleClientSecret !== undefined;
    return { items: google ? [{ id: 'google', displayName: 'Google' }] : [] };
  }
}

import { AppError } from '@livechat/contracts';
import type { Issue } from '@livechat/contracts';
import type { MediaOrigins } from '@livechat/runtime';

interface MediaUrls {
  readonly thumbnailUrl?: string | null | undefined;
  readonly videoUrl?: string | null | undefined;
}

/** Throws `invalid` for an image or a player whose origin is not on the operator's list. */
export function assertMediaAllowed(urls: MediaUrls, allowed: MediaOrigins): void {
  const issues = [
    ...issueOf('thumbnailUrl', urls.thumbnailUrl, allowed.image),
    ...issueOf('videoUrl', urls.videoUrl, allowed.video),
  ];
  if (issues.length > 0) throw new AppError('invalid', { issues });
}

function issueOf(
  path: string,
  url: string | null | undefined,
  origins: readonly string[],
): Issue[] {
  if (url === undefined || url === null) return [];
  const { origin, username, password } = new URL(url);
  const allowed = origins.includes(origin) && username === '' && password === '';
  return allowed ? [] : [{ path, message: 'is not of an origin that this site allows' }];
}

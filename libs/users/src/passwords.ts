import { AppError } from '@livechat/contracts';
import { hash, parseOptions, verify } from '@node-rs/argon2';

/** Argon2id with the least cost that OWASP recommends; kept in each hash, so that it can rise. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What a comparison found; `needsRehash`: the hash was made at another cost than today's. */
export interface PasswordCheck {
  readonly matches: boolean;
  readonly needsRehash: boolean;
}

/**
 * Hashes and checks passwords, two at a time: each takes 19 MiB and a thread. Up to 50 more wait;
 * further ones get `unavailable` with a time to try again.
 */
export class Passwords {
  private atWork = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  constructor(
    private readonly workers = 2,
    private readonly places = 50,
    private readonly whenFull: () => void = () => undefined,
  ) {}

  hash(password: string): Promise<string> {
    return this.turn(() => hash(asTyped(password), cost));
  }

  /** Takes as long for a user that does not exist (no hash) as for a wrong password. */
  async check(password: string, stored: string | null | undefined): Promise<PasswordCheck> {
    const against = stored ?? (await this.decoyHash());
    const equal = await this.turn(() => verify(against, asTyped(password)));
    const known = typeof stored === 'string';
    return { matches: known && equal, needsRehash: known && isOutdated(stored) };
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= this.hash('nobody has this password').catch((error: unknown) => {
      this.decoy = undefined;
      throw error;
    });
    return this.decoy;
  }

  private async turn<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.atWork < this.workers) {
      this.atWork += 1;
      return;
    }
    if (this.waiting.length >= this.places) {
      this.whenFull();
      throw new AppError('unavailable', { retryAfterMs: 1_000 });
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** A leaver hands its place to the one that has waited longest. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.atWork -= 1;
  }
}

/** One text however a keyboard composes its characters. */
const asTyped = (password: string): string => password.normalize('NFKC');

function isOutdated(stored: string): boolean {
  const made = parseOptions(stored);
  return (
    !stored.startsWith('$argon2id$') ||
    made.memoryCost !== cost.memoryCost ||
    made.timeCost !== cost.timeCost ||
    made.parallelism !== cost.parallelism
  );
}

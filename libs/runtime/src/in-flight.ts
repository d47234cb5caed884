import type { RequestHandler } from 'express';

/** Counts the requests under way, so that a shutdown can wait for their answers. */
export class InFlight {
  private count = 0;
  private waiting: (() => void)[] = [];

  readonly middleware: RequestHandler = (_request, response, next) => {
    this.count += 1;
    response.once('close', () => this.leave());
    next();
  };

  /** Resolves once no request is under way. */
  async none(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private leave(): void {
    this.count -= 1;
    if (this.count > 0) return;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

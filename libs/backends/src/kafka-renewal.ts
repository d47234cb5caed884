import { AppError } from '@livechat/contracts';

interface Connectable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

interface Lease<C> {
  readonly client: C;
  users: number;
  isRetired: boolean;
}

const retryMs = 500;

/**
 * A producer or admin that is made anew after every failure. kafkajs keeps a connection that
 * opened and then gave no answer to its first request, and says "Broker not connected" for good.
 */
export class RenewedClient<C extends Connectable> {
  #lease: Lease<C> | undefined;
  #connecting: Promise<void> | undefined;
  #isClosed = false;

  constructor(
    readonly make: () => C,
    readonly onError: (error: unknown) => void,
  ) {}

  /** Resolves once a client is connected, however long that takes, or this is closed. */
  connect(): Promise<void> {
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  /** Rejects with `unavailable` when nothing was tried, since no client is connected. */
  async use<R>(work: (client: C) => Promise<R>): Promise<R> {
    const lease = this.#lease;
    if (!lease) throw new AppError('unavailable');
    lease.users++;
    try {
      return await work(lease.client);
    } catch (error) {
      this.#retire(lease);
      throw error;
    } finally {
      lease.users--;
      this.#release(lease);
    }
  }

  /** Disconnects once nobody uses the client any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#connecting;
    await this.#lease?.client.disconnect();
    this.#lease = undefined;
  }

  async #connect(): Promise<void> {
    while (!this.#isClosed && !this.#lease) {
      const client = this.make();
      try {
        await client.connect();
        this.#lease = { client, users: 0, isRetired: false };
      } catch (error) {
        this.onError(error);
        await client.disconnect().catch(this.onError);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  #retire(lease: Lease<C>): void {
    lease.isRetired = true;
    if (this.#lease !== lease) return;
    this.#lease = undefined;
    void this.connect();
  }

  #release(lease: Lease<C>): void {
    if (lease.isRetired && lease.users === 0) lease.client.disconnect().catch(this.onError);
  }
}

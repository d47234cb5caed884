import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the proxy does with answers on their way back to the client. */
export type Answers = 'pass' | 'swallow' | 'cut';

/**
 * A TCP proxy on the loopback that can lose answers: requests reach the server and take effect,
 * but the client hears nothing (`swallow`) or sees its connection end (`cut`).
 */
export class FaultProxy {
  answers: Answers = 'pass';
  /** Answers lost so far, counted in chunks. */
  lost = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #target = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (client) => this.#pipe(client));
  }

  static async start(): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Port of the loopback that new connections are passed on to. */
  passTo(port: number): void {
    this.#target = port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pipe(client: Socket): void {
    const server = connect(this.#target, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(server);
    server.on('data', (chunk) => this.#answer(client, chunk));
  }

  #answer(client: Socket, chunk: Buffer): void {
    if (this.answers === 'pass') client.write(chunk);
    else {
      this.lost++;
      if (this.answers === 'cut') client.destroy();
    }
  }
}

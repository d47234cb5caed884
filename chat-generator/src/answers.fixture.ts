import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Problem } from '@livechat/contracts';
import { onTestFinished } from 'vitest';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly cookie: string | undefined;
  readonly body: string;
}

/** What a call is answered with: a value, perhaps with a cookie, or a problem. */
export interface Told {
  readonly value?: unknown;
  readonly cookie?: string;
  readonly problem?: Pick<Problem, 'status' | 'code'> & Partial<Problem>;
}

/** An HTTP service on a free port that answers as told and remembers its calls. */
export async function answers(tell: (call: Call) => Told | Promise<Told>) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void callOf(request).then(async (call) => {
      calls.push(call);
      const { value, cookie, problem } = await tell(call);
      const headers = cookie === undefined ? {} : { 'set-cookie': `${cookie}; Path=/; HttpOnly` };
      response.writeHead(problem?.status ?? 200, headers);
      const refusal = { type: 'about:blank', title: '', requestId: 'r', ...problem };
      response.end(JSON.stringify(problem === undefined ? value : refusal));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls };
}

async function callOf(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization: token, cookie } = request.headers;
  const body = Buffer.concat(chunks).toString();
  return { method: request.method ?? '', path: request.url ?? '', token, cookie, body };
}

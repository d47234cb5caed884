import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * One answer of the stand-in: a completion's message, a status, or a way not to answer: silence,
 * a body that drips without end, ten megabytes of blanks or of a message, a connection cut off.
 */
export type Reply =
  | { readonly content: string; readonly finish?: 'stop' | 'length' | 'content_filter' }
  | { readonly refusal: string }
  | { readonly status: number; readonly retryAfterMs?: number }
  | 'stall'
  | 'drip'
  | 'flood'
  | 'huge'
  | 'cut';

/** The body of a call, as far as anybody looks at it. */
export interface Call {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly max_completion_tokens?: number;
  readonly response_format?: unknown;
}

const maxCallBytes = 4 * 1024 * 1024;
const megabyte = 1024 * 1024;

/**
 * Speaks the chat completions API of OpenAI over HTTP (`/v1/chat/completions`, `/v1/models`) and
 * answers what it is told to: for tests, and for people without a key.
 */
export class ModelServer {
  /** Every call that was understood, oldest first. */
  readonly calls: Call[] = [];
  private readonly server: Server;

  private constructor(private readonly reply: (call: Call) => Reply) {
    this.server = createServer((request, response) => {
      this.serve(request, response).catch(() => response.destroy());
    });
  }

  /** Listens on loopback; port 0 takes a free one. */
  static async start(reply: (call: Call) => Reply, port = 0): Promise<ModelServer> {
    const model = new ModelServer(reply);
    await new Promise<void>((resolve, reject) => {
      model.server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return model;
  }

  /** What OPENAI_BASE_URL is to be. */
  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-request-id', `req_${this.calls.length + 1}`);
    if (!/^Bearer \S/.test(request.headers.authorization ?? '')) {
      return refuse(response, 401, 'You did not provide an API key.');
    }
    const what = `${request.method} ${new URL(request.url ?? '/', 'http://model').pathname}`;
    if (what === 'GET /v1/models') return send(response, models);
    if (what !== 'POST /v1/chat/completions') return refuse(response, 404, `Unknown: ${what}`);
    const call = callOf(body);
    if (!call) return refuse(response, 400, 'The body is no chat completion request.');
    this.calls.push(call);
    say(response, call, this.reply(call));
  }
}

const models = { object: 'list', data: [{ id: 'stand-in', object: 'model', owned_by: 'nobody' }] };

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk as string;
    if (body.length > maxCallBytes) break;
  }
  return body;
}

function callOf(body: string): Call | undefined {
  try {
    const call = JSON.parse(body) as Partial<Call> | null;
    const isCall = typeof call?.model === 'string' && Array.isArray(call.messages);
    return isCall ? (call as Call) : undefined;
  } catch {
    return undefined;
  }
}

function say(response: ServerResponse, call: Call, reply: Reply): void {
  if (reply === 'stall') return;
  if (reply === 'cut') return void response.destroy();
  if (reply === 'drip') return drip(response);
  if (reply === 'flood') return flood(response);
  if (reply === 'huge') return send(response, completion(endless(call), huge));
  if (!('status' in reply)) return send(response, completion(call, reply));
  const { status, retryAfterMs = 1 } = reply;
  response.setHeader('retry-after-ms', `${retryAfterMs}`);
  response.setHeader('retry-after', `${Math.ceil(retryAfterMs / 1_000)}`);
  refuse(response, status, status === 429 ? 'Rate limit reached.' : 'The server had an error.');
}

const huge = { content: ' '.repeat(10 * megabyte) };
const endless = (call: Call): Call => ({ ...call, max_completion_tokens: Infinity });

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(timer));
}

function flood(response: ServerResponse): void {
  for (let i = 0; i < 10; i++) response.write(' '.repeat(megabyte));
  response.end('{}');
}

function send(response: ServerResponse, value: unknown): void {
  response.end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.statusCode = status;
  const type =
    status === 429 ? 'requests' : status >= 500 ? 'server_error' : 'invalid_request_error';
  send(response, { error: { message, type, param: null, code: null } });
}

/** The tokens of a text, roughly as the service counts them: four letters each. */
const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4);

type Message = Extract<Reply, { content: string } | { refusal: string }>;

/** A completion, cut where the call's limit is; a message says so by its reason to finish. */
function completion(call: Call, message: Message) {
  const said = 'content' in message ? message.content : message.refusal;
  const limit = call.max_completion_tokens ?? Infinity;
  const isCut = 'content' in message && tokensOf(said) > limit;
  const content = isCut ? said.slice(0, limit * 4) : said;
  const prompt = tokensOf(call.messages.map((one) => one.content).join(''));
  const answer = tokensOf(content);
  const finish = 'content' in message ? (message.finish ?? 'stop') : 'stop';
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: call.model,
    choices: [
      {
        index: 0,
        finish_reason: isCut ? 'length' : finish,
        message: {
          role: 'assistant',
          content: 'content' in message ? content : null,
          refusal: 'refusal' in message ? message.refusal : null,
        },
      },
    ],
    usage: { prompt_tokens: prompt, completion_tokens: answer, total_tokens: prompt + answer },
  };
}

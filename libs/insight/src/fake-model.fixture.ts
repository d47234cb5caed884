import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of the fake service: a completion's message, a status, silence, or a body without end. */
export type Reply =
  | { readonly content: string; readonly finish?: string }
  | { readonly refusal: string }
  | { readonly status: number; readonly retryAfterMs?: number }
  | 'stall'
  | 'drip'
  | 'flood';

interface Prompt {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: unknown;
}

/** A service that speaks the chat completions API over HTTP and says what the test tells it to. */
export class FakeModel {
  readonly prompts: Prompt[] = [];
  private readonly server: Server;

  private constructor(readonly reply: (prompt: Prompt) => Reply) {
    this.server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const prompt = JSON.parse(body) as Prompt;
        this.prompts.push(prompt);
        say(response, this.reply(prompt));
      });
    });
  }

  static async start(reply: (prompt: Prompt) => Reply): Promise<FakeModel> {
    const fake = new FakeModel(reply);
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function say(response: ServerResponse, reply: Reply): void {
  response.setHeader('content-type', 'application/json');
  if (reply === 'stall') return;
  if (reply === 'drip') {
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(timer));
  } else if (reply === 'flood') {
    const part = ' '.repeat(1024 * 1024);
    for (let i = 0; i < 10; i++) response.write(part);
    response.end('{}');
  } else if ('status' in reply) {
    response.writeHead(reply.status, { 'retry-after-ms': `${reply.retryAfterMs ?? 1}` });
    response.end('{"error":{"message":"no"}}');
  } else {
    response.end(JSON.stringify(completion(reply)));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
  return body;
}

type Message = Extract<Reply, { content: string } | { refusal: string }>;

const completion = (answer: Message) => ({
  id: 'c1',
  object: 'chat.completion',
  created: 1,
  model: 'fake',
  choices: [
    {
      index: 0,
      finish_reason: 'finish' in answer ? (answer.finish ?? 'stop') : 'stop',
      message: {
        role: 'assistant',
        content: 'content' in answer ? answer.content : null,
        refusal: 'refusal' in answer ? answer.refusal : null,
      },
    },
  ],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
});

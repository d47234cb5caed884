import { afterEach, describe, expect, test } from 'vitest';
import { estimatedTokens, Llm, type Prompt } from './llm.ts';
import { ModelServer, type Reply } from './model-server.ts';

let model: ModelServer | undefined;
afterEach(() => model?.stop());

const prompt: Prompt = { messages: [{ id: 'm1', text: 'hello' }], earlier: [] };
const answer = { oneLine: 'People say hello.', topics: [], questions: [], quotes: ['m1'] };

async function ask(reply: () => Reply, times: { timeoutMs?: number; deadlineMs?: number } = {}) {
  model = await ModelServer.start(reply);
  const llm = new Llm({ apiKey: 'k', baseUrl: model.baseUrl, model: 'fake', ...times });
  return llm.ask(prompt);
}

describe('asking the model', () => {
  test('gives its answer and what it cost', async () => {
    const asked = await ask(() => ({ content: JSON.stringify(answer) }));
    expect(asked).toMatchObject({ answer, unanswered: 0 });
    expect(asked.usage?.completion).toBe(Math.ceil(JSON.stringify(answer).length / 4));
    expect(asked.usage?.prompt).toBeGreaterThan(100);
  });

  test('asks for the strict schema, with the rules in the system part only', async () => {
    await ask(() => ({ content: JSON.stringify(answer) }));
    const [sent] = model?.calls ?? [];
    expect(sent?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(sent?.messages[1]?.content).toBe(JSON.stringify(prompt.messages));
    expect(sent?.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { strict: true, schema: { additionalProperties: false } },
    });
  });

  test('tries again twice when the service stumbles', async () => {
    let calls = 0;
    const asked = await ask(() =>
      ++calls < 3 ? { status: 500 } : { content: JSON.stringify(answer) },
    );
    expect([calls, 'answer' in asked]).toEqual([3, true]);
  });

  test('tells of earlier summaries as data before the chat, and of a repair in the rules', async () => {
    model = await ModelServer.start(() => ({ content: JSON.stringify(answer) }));
    const llm = new Llm({ apiKey: 'k', baseUrl: model.baseUrl, model: 'fake' });
    await llm.ask({ ...prompt, earlier: ['They greet.'], repair: 'It was too long.' });
    const [system, earlier, chat] = model.calls[0]?.messages ?? [];
    expect(system?.content).toMatch(/It was too long\.$/);
    expect(earlier).toEqual({ role: 'user', content: '{"earlierSummaries":["They greet."]}' });
    expect(chat?.content).toBe(JSON.stringify(prompt.messages));
  });

  test.each<[string, Reply, string, number, number]>([
    ['is overloaded', { status: 429 }, 'rate_limited', 3, 0],
    ['is broken', { status: 500 }, 'error', 3, 0],
    ['knows no such key', { status: 401 }, 'error', 1, 0],
    ['says nothing', 'stall', 'timeout', 3, 3],
    ['drips without end', 'drip', 'timeout', 3, 3],
    ['hangs up', 'cut', 'error', 3, 3],
    ['sends ten megabytes', 'flood', 'invalid', 1, 0],
    ['writes ten megabytes', 'huge', 'invalid', 1, 0],
    ['answers prose', { content: 'Sure, here you go' }, 'invalid', 1, 0],
    ['answers another shape', { content: '{"summary":"x"}' }, 'invalid', 1, 0],
    ['answers nothing', { content: '' }, 'invalid', 1, 0],
    ['is cut off', { content: '{"oneLine":"The', finish: 'length' }, 'too_long', 1, 0],
    ['talks without end', { content: 'and then '.repeat(5_000) }, 'too_long', 1, 0],
    ['refuses', { refusal: 'I will not' }, 'refused', 1, 0],
    ['filters', { content: '', finish: 'content_filter' }, 'refused', 1, 0],
  ])('a service that %s is named so', async (_, reply, failure, calls, unanswered) => {
    expect(
      await ask(() => reply, { timeoutMs: failure === 'timeout' ? 150 : 10_000 }),
    ).toMatchObject({ failure, unanswered });
    expect(model?.calls).toHaveLength(calls);
  });

  test('what a useless answer cost is known too', async () => {
    const { usage } = await ask(() => ({ content: '{"oneLine":"The', finish: 'length' }));
    expect(usage?.completion).toBeGreaterThan(0);
  });

  test('a service that cannot be reached has not been paid', async () => {
    const gone = await ModelServer.start(() => 'stall');
    const { baseUrl } = gone;
    gone.stop();
    const llm = new Llm({ apiKey: 'k', baseUrl, model: 'fake' });
    expect(await llm.ask(prompt)).toEqual({ failure: 'error', unanswered: 0 });
  });

  test('no try is made that may not be', async () => {
    model = await ModelServer.start(() => ({ status: 500 }));
    const llm = new Llm({ apiKey: 'k', baseUrl: model.baseUrl, model: 'fake' });
    expect(await llm.ask(prompt, () => Promise.resolve(false))).toMatchObject({ unanswered: 0 });
    expect(model.calls).toHaveLength(1);
  });

  test('waits no longer than its deadline, whatever the service asks for', async () => {
    const begin = performance.now();
    const asked = await ask(() => ({ status: 429, retryAfterMs: 3_600_000 }), { deadlineMs: 300 });
    expect(asked).toEqual({ failure: 'timeout', unanswered: 0 });
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  test('is estimated from above: two bytes a token, in any script', () => {
    const text = '오늘 방송 정말 재미있었어요 '.repeat(20);
    const korean = { messages: [{ id: 'm1', text }], earlier: [] };
    expect(estimatedTokens(korean)).toBeGreaterThan(700 + [...text].length);
  });
});

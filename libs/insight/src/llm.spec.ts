import { afterEach, describe, expect, test } from 'vitest';
import { FakeModel, type Reply } from './fake-model.fixture.ts';
import { estimatedTokens, Llm } from './llm.ts';

let model: FakeModel | undefined;
afterEach(() => model?.stop());

const prompt = [{ id: 'm1', text: 'hello' }];
const answer = { oneLine: 'People say hello.', topics: [], questions: [], quotes: ['m1'] };

async function ask(reply: () => Reply, times: { timeoutMs?: number; deadlineMs?: number } = {}) {
  model = await FakeModel.start(reply);
  const llm = new Llm({ apiKey: 'k', baseUrl: model.baseUrl, model: 'fake', ...times });
  return llm.ask(prompt);
}

describe('asking the model', () => {
  test('gives its answer and what it cost', async () => {
    expect(await ask(() => ({ content: JSON.stringify(answer) }))).toEqual({
      answer,
      usage: { prompt: 100, completion: 20 },
    });
  });

  test('asks for the strict schema, with the rules in the system part only', async () => {
    await ask(() => ({ content: JSON.stringify(answer) }));
    const [sent] = model?.prompts ?? [];
    expect(sent?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(sent?.messages[1]?.content).toBe(JSON.stringify(prompt));
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

  test.each<[string, Reply, string, number]>([
    ['is overloaded', { status: 429 }, 'rate_limited', 3],
    ['is broken', { status: 500 }, 'error', 3],
    ['knows no such key', { status: 401 }, 'error', 1],
    ['says nothing', 'stall', 'timeout', 3],
    ['drips without end', 'drip', 'timeout', 3],
    ['sends ten megabytes', 'flood', 'invalid', 1],
    ['answers prose', { content: 'Sure, here you go' }, 'invalid', 1],
    ['answers another shape', { content: '{"summary":"x"}' }, 'invalid', 1],
    ['answers nothing', { content: '' }, 'invalid', 1],
    ['is cut off', { content: '{"oneLine":"The', finish: 'length' }, 'too_long', 1],
    ['refuses', { refusal: 'I will not' }, 'refused', 1],
  ])('a service that %s is named so', async (_, reply, failure, calls) => {
    expect(await ask(() => reply, { timeoutMs: 150 })).toMatchObject({ failure });
    expect(model?.prompts).toHaveLength(calls);
  });

  test('waits no longer than its deadline, whatever the service asks for', async () => {
    const begin = performance.now();
    const asked = await ask(() => ({ status: 429, retryAfterMs: 3_600_000 }), { deadlineMs: 300 });
    expect(asked).toEqual({ failure: 'timeout' });
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  test('is estimated from above: two bytes a token, in any script', () => {
    const korean = [{ id: 'm1', text: '오늘 방송 정말 재미있었어요 '.repeat(20) }];
    expect(estimatedTokens(korean)).toBeGreaterThan(700 + [...(korean[0]?.text ?? '')].length);
  });
});

import { openApiDocument } from '@livechat/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatService } from './chat-service.fixture.ts';

let chat: ChatService;
beforeAll(async () => {
  chat = await ChatService.start();
});
afterAll(() => chat.stop());

const analysisOf = (streamId: string) =>
  fetch(`${chat.service.url}/chat/v1/streams/${streamId}/analysis`);

test('before its first analysis a stream has an empty one, which is no error', async () => {
  const response = await analysisOf(await chat.stream(await chat.person('Olive')));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.text()).toBe('null');
});

test('a stream that never was has no analysis', async () => {
  const response = await analysisOf('3f0e64b6-5a51-4c62-9d39-0b7d0a4f7a11');
  expect(response.status).toBe(404);
});

test('the API docs say that an analysis may be empty', () => {
  const { paths } = openApiDocument(chat.service.app, 'chat');
  const answers = paths['/chat/v1/streams/{id}/analysis']?.get?.responses;
  expect(JSON.stringify(answers?.['200'])).toContain('"nullable":true');
});

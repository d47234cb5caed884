import { clientEventNames, serverEvents } from '@livechat/contracts';
import { expect, test } from 'vitest';
import { asyncApiDocument } from './asyncapi.ts';

test('every event of the contract is in the document, with payload and ack', () => {
  const document = asyncApiDocument();
  const { messages } = document.channels.socket;
  const names = Object.values(messages).map((message) => message.name);
  expect(new Set(names)).toEqual(new Set([...clientEventNames, ...Object.keys(serverEvents)]));
  for (const message of Object.values(messages)) {
    expect(message.payload).toMatchObject({ $schema: expect.any(String) as string });
    expect('x-ack' in message).toBe((clientEventNames as readonly string[]).includes(message.name));
  }
});

test('the document is plain JSON', () => {
  const document = asyncApiDocument();
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});

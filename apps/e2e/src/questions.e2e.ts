import { questionList } from '@livechat/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { executablePath, freshPage, launch } from './browser.ts';
import {
  call,
  connect,
  done,
  guest,
  member,
  message,
  newEmail,
  newStream,
  password,
} from './people.ts';
import { Product } from './product.ts';
import { StreamPage } from './stream-page.ts';

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 200 });

describe.skipIf(executablePath === undefined)('questions of the chat', () => {
  let product: Product;
  let browser: Browser;
  const faults: string[] = [];

  beforeAll(async () => {
    product = await Product.start();
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await product.dispose();
    expect(faults).toEqual([]);
  });

  const opened = async (streamId: string) => {
    const { page } = await freshPage(browser, faults);
    const view = new StreamPage(page, product.url);
    await view.open(streamId);
    return view;
  };

  test('asked in different words it is one question with its askers; once marked answered all see it so', async () => {
    const email = newEmail();
    const owner = await member(product.url, 'Iris', email);
    const { id: streamId } = await newStream(product.url, owner, { title: 'Desk tour' });
    const [iris, ann, bob] = await Promise.all([
      opened(streamId),
      opened(streamId),
      opened(streamId),
    ]);
    await iris.signInAs(email, password);
    await ann.enterAs('Ann');
    await bob.enterAs('Bob');

    await ann.write('which keyboard do you use?');
    await bob.write('what keyboard is that?');
    await ann.write('love the setup');
    await ann.write('hey, which keyboard do you use??');
    for (const [name, text] of [
      ['Carol', 'hello everyone'],
      ['Dan', '키보드 뭐 쓰세요?'],
      ['Eve', 'what keyboard are you using?'],
    ] as const) {
      const client = connect(product.url, await guest(product.url, name));
      await done(client, 'stream:join', { streamId });
      await done(client, 'message:send', message(streamId, text));
      client.close();
    }

    for (const view of [iris, ann, bob]) {
      await until(async () =>
        expect(await view.questions()).toMatchObject([{ askers: 4, isAnswered: false }]),
      );
    }
    const [question] = await iris.questions();
    expect(question?.text).toMatch(/keyboard|키보드/);
    await iris.markAnswered(question?.text ?? '');
    for (const view of [iris, ann, bob]) {
      await until(async () =>
        expect(await view.questions()).toMatchObject([{ askers: 4, isAnswered: true }]),
      );
    }
    const url = `${product.url}/chat/v1/streams/${streamId}/questions`;
    await until(async () =>
      expect((await call(url, questionList)).items).toMatchObject([
        { askers: 4, state: 'answered' },
      ]),
    );
    expect(await ann.page.getByRole('button', { name: /Mark as answered/ }).count()).toBe(0);
    await Promise.all([iris, ann, bob].map(({ page }) => page.context().close()));
  });
});

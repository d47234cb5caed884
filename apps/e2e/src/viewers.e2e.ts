import type { Session } from '@livechat/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { executablePath, freshPage, launch } from './browser.ts';
import { wholeHistory } from './history.ts';
import { connect, done, guest, member, message, newStream, textsOf } from './people.ts';
import { Product } from './product.ts';
import { StreamPage } from './stream-page.ts';

const until = (check: () => Promise<void>, timeout = 20_000) =>
  vi.waitFor(check, { timeout, interval: 200 });

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let product: Product;
  let browser: Browser;
  let owner: Session;
  const faults: string[] = [];

  beforeAll(async () => {
    product = await Product.start({
      env: { LIMIT_SENDS_PER_USER: 'off', SUMMARY_MIN_INTERVAL: '1s' },
    });
    browser = await launch();
    owner = await member(product.url, 'Olive');
  });
  afterAll(async () => {
    await browser.close();
    await product.dispose();
    expect(faults).toEqual([]);
  });

  const stream = async (title: string) => (await newStream(product.url, owner, { title })).id;
  const viewer = async (streamId: string) => {
    const { context, page } = await freshPage(browser, faults);
    const view = new StreamPage(page, product.url);
    await view.open(streamId);
    return { view, page, context };
  };
  /** Someone who writes over a socket, one message at a time. */
  const writer = async (streamId: string, name: string) => {
    const client = connect(product.url, await guest(product.url, name));
    await done(client, 'stream:join', { streamId });
    return {
      client,
      say: (text: string) => done(client, 'message:send', message(streamId, text)),
    };
  };

  test('two viewers chat and see the same order; the totals equal the messages', async () => {
    const streamId = await stream('Two viewers');
    const [ann, bob] = await Promise.all([viewer(streamId), viewer(streamId)]);
    await ann.view.enterAs('Ann');
    await bob.view.enterAs('Bob');
    for (let i = 0; i < 5; i++) {
      await Promise.all([ann.view.write(`ann ${i}`), bob.view.write(`bob ${i}`)]);
    }
    await until(async () => expect(await ann.view.texts()).toHaveLength(10));
    await until(async () => expect(await bob.view.rows()).toEqual(await ann.view.rows()));
    const texts = await ann.view.texts();
    for (const name of ['ann', 'bob']) {
      const own = texts.filter((text) => text.startsWith(name));
      expect(own).toEqual(Array.from({ length: 5 }, (_, i) => `${name} ${i}`));
    }
    await until(async () => expect(await ann.view.total()).toBe(10));
    await Promise.all([ann.context.close(), bob.context.close()]);
  });

  test('after 20 messages a summary appears, counted, with quotes word for word', async () => {
    const streamId = await stream('A summary');
    const { view, page, context } = await viewer(streamId);
    const lines = [
      'that last jump was unreal',
      'the sound is too quiet',
      'which map comes next?',
      'what a jump, unreal',
      'love the new map',
    ];
    for (let n = 0; n < 4; n++) {
      const { client, say } = await writer(streamId, `Chatter ${n}`);
      for (const line of lines) await say(`${line} ${n === 0 ? '' : '!'.repeat(n)}`.trim());
      client.close();
    }
    await until(async () => expect((await view.quotes()).length).toBeGreaterThanOrEqual(3));
    // The history may be a moment behind the summary.
    await until(async () => {
      const said = textsOf(await wholeHistory(product.url, streamId));
      for (const quote of await view.quotes()) expect(said).toContain(quote);
    });
    await page.getByText('Counted, without a model').waitFor();
    await context.close();
  });

  test('a viewer cut off for 20 s ends with exactly the list of one who stayed', async () => {
    const streamId = await stream('Cut off');
    const [stayed, cut] = await Promise.all([viewer(streamId), viewer(streamId)]);
    const { client, say } = await writer(streamId, 'Carol');
    const sayAll = async (from: number, to: number) => {
      for (let i = from; i < to; i++) await say(`line ${i}`);
    };
    await sayAll(0, 10);
    await until(async () => expect(await cut.view.texts()).toHaveLength(10));
    await cut.context.setOffline(true);
    const offlineSince = Date.now();
    await sayAll(10, 60);
    await new Promise((resolve) => setTimeout(resolve, 20_000 - (Date.now() - offlineSince)));
    await cut.context.setOffline(false);
    await sayAll(60, 70);
    client.close();
    await until(async () => expect(await stayed.view.texts()).toHaveLength(70));
    await until(
      async () => expect(await cut.view.rows()).toEqual(await stayed.view.rows()),
      40_000,
    );
    await Promise.all([stayed.context.close(), cut.context.close()]);
  });

  test('a removed message is gone from screen, history and totals', async () => {
    const streamId = await stream('A removal');
    const { view, context } = await viewer(streamId);
    const { client, say } = await writer(streamId, 'Dan');
    await say('stays');
    const { offset } = await say('goes away');
    await until(async () => expect(await view.texts()).toEqual(['stays', 'goes away']));
    await until(async () => expect(await view.total()).toBe(2));
    const boss = connect(product.url, owner);
    await done(boss, 'stream:join', { streamId });
    await done(boss, 'message:remove', { streamId, offset });
    await until(async () => expect(await view.texts()).toEqual(['stays']));
    await until(async () => expect(await view.total()).toBe(1));
    await until(async () =>
      expect(textsOf(await wholeHistory(product.url, streamId))).toEqual(['stays']),
    );
    for (const each of [client, boss]) each.close();
    await context.close();
  });

  test('hostile texts are text: no script runs, no markup appears', async () => {
    const streamId = await stream('<img src=x onerror=alert(1)>');
    const { view, page, context } = await viewer(streamId);
    const { client, say } = await writer(streamId, 'Eve');
    const hostile = [
      '<script>document.title="owned"</script>',
      '<img src=x onerror="document.title=\'owned\'">',
      'javascript:alert(1) https://example.org/"onmouseover="alert(1)',
      '{{ constructor.constructor("document.title=1")() }}',
    ];
    for (const text of hostile) await say(text);
    await until(async () => expect(await view.texts()).toEqual(hostile));
    expect(await page.title()).not.toContain('owned');
    expect(await view.log.locator('img, script').count()).toBe(0);
    for (const href of await view.log
      .locator('a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      expect(href).toMatch(/^https?:\/\//);
    }
    client.close();
    await context.close();
  });
});

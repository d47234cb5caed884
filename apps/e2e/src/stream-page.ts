import type { Locator, Page } from 'playwright-core';

/** The stream page as a person uses it. */
export class StreamPage {
  readonly log: Locator;
  readonly composer: Locator;

  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {
    this.log = page.getByRole('log');
    this.composer = page.getByRole('textbox', { name: 'Write a message' });
  }

  async open(streamId: string): Promise<void> {
    await this.page.goto(`${this.url}/streams/${streamId}`);
    await this.log.waitFor();
  }

  /** Enters as a guest through the dialog. */
  async enterAs(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Chat as a guest' }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.locator('button[type=submit]').click();
    await this.composer.waitFor();
  }

  /** Signs in through the dialog as a member who is registered. */
  async signInAs(email: string, password: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.locator('input[name=email]').fill(email);
    await dialog.locator('input[name=password]').fill(password);
    await dialog.locator('button[type=submit]').click();
    await this.composer.waitFor();
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Offsets and texts of the messages in the list, from top to bottom. */
  rows(): Promise<readonly { offset: number; text: string }[]> {
    return this.log.locator('[data-offset]').evaluateAll((rows) =>
      rows.map((row) => ({
        offset: Number(row.getAttribute('data-offset')),
        text: row.querySelector('.text')?.textContent.trim() ?? '',
      })),
    );
  }

  async texts(): Promise<readonly string[]> {
    return (await this.rows()).map(({ text }) => text);
  }

  /** Total of messages as the page shows it. */
  async total(): Promise<number> {
    await this.page.getByRole('button', { name: 'All', exact: true }).click();
    const text = await this.page.locator('[data-total]').innerText();
    return Number(text.replaceAll(/\D/g, ''));
  }

  quotes(): Promise<readonly string[]> {
    return this.page.locator('[data-quote] q').allInnerTexts();
  }

  /** The questions that the page shows, from top to bottom. */
  questions(): Promise<readonly { text: string; askers: number; isAnswered: boolean }[]> {
    return this.page.locator('[data-question]').evaluateAll((rows) =>
      rows.map((row) => ({
        text: row.querySelector('button')?.textContent.trim() ?? '',
        askers: Number.parseInt(row.querySelector('[data-askers]')?.textContent ?? '', 10),
        isAnswered: row.classList.contains('question--answered'),
      })),
    );
  }

  markAnswered(question: string): Promise<void> {
    return this.page.getByRole('button', { name: `Mark as answered: ${question}` }).click();
  }
}

// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { question as asked, moment as peaked } from '../../insight/insight.fixture.ts';
import { mounted, named } from '../../page.fixture.ts';
import InsightMoments from './InsightMoments.vue';
import InsightNews from './InsightNews.vue';
import InsightQuestions from './InsightQuestions.vue';

let wrapper: VueWrapper;
afterEach(() => {
  wrapper.unmount();
  vi.useRealTimers();
});

const question = (...given: Parameters<typeof asked>) => ({ ...asked(...given), epoch: 2 });
const moment = (...given: Parameters<typeof peaked>) => ({ ...peaked(...given), epoch: 2 });
const open = async (props: object) => {
  const all = { mayDecide: false, acts: new Map(), most: 5, fault: undefined, hasEnded: false };
  ({ wrapper } = await mounted(InsightQuestions, { props: { ...all, ...props } }));
};
const rows = () => wrapper.findAll('[data-question]');
const ids = () => rows().map((row) => row.attributes('data-question'));

describe('the questions card', () => {
  it('shows open questions with their distinct askers, the most asked first, and how many there are', async () => {
    await open({ questions: [question('a', { askers: 2 }), question('b', { askers: 12 })] });
    expect(ids()).toEqual(['b', 'a']);
    expect(rows()[0]!.text()).toContain('Question b?');
    expect(rows()[0]!.find('[data-askers]').text()).toBe('12 asked12 chatters ask this');
    expect(wrapper.text()).toContain('2 open');
  });

  it('leads to the message of a question', async () => {
    await open({ questions: [question('a', { offsets: [4, 9] })] });
    await named(wrapper, 'Question a?')[0]!.trigger('click');
    expect(wrapper.emitted('jump')).toEqual([[4, 2]]);
  });

  it('lets only who moderates decide', async () => {
    await open({ questions: [question('a')] });
    expect(named(wrapper, 'Answered')).toHaveLength(0);
    await wrapper.setProps({ mayDecide: true });
    await named(wrapper, 'Answered')[0]!.trigger('click');
    await named(wrapper, 'Dismiss')[0]!.trigger('click');
    expect(wrapper.emitted('decide')).toEqual([
      ['a', 'answer'],
      ['a', 'dismiss'],
    ]);
    expect(named(wrapper, 'Dismiss')[0]!.attributes('aria-label')).toBe('Dismiss: Question a?');
  });

  it('shows a decision under way, and why one failed with the way to try again', async () => {
    const acts = new Map<string, object>([['a', { name: 'answer' }]]);
    await open({ questions: [question('a')], mayDecide: true, acts });
    expect(rows()[0]!.text()).toContain('Marking as answered…');
    expect(named(wrapper, 'Answered')).toHaveLength(0);
    await wrapper.setProps({ acts: new Map([['a', { name: 'answer', fault: 'offline' }]]) });
    expect(wrapper.find('[role=alert]').text()).toContain('The server cannot be reached.');
    expect(named(wrapper, 'Answered')).toHaveLength(1);
  });

  it('shows answered ones to everybody, dismissed ones only to who moderates', async () => {
    const questions = [
      question('a', { state: 'answered' }),
      question('b', { state: 'dismissed' }),
      question('c'),
    ];
    await open({ questions });
    expect(ids()).toEqual(['c', 'a']);
    expect(rows()[1]!.text()).toContain('answered');
    await wrapper.setProps({ mayDecide: true });
    expect(wrapper.find('details').text()).toContain('1 dismissed');
    expect(ids()).toEqual(['c', 'a', 'b']);
  });

  it('shows the rest when asked', async () => {
    await open({ questions: Array.from({ length: 8 }, (_, i) => question(`q${i}`)) });
    expect(rows()).toHaveLength(5);
    await named(wrapper, 'Show 3 more')[0]!.trigger('click');
    expect(rows()).toHaveLength(8);
    await named(wrapper, 'Show fewer')[0]!.trigger('click');
    expect(rows()).toHaveLength(5);
  });

  it('says what will come, that nothing came, and what could not be read', async () => {
    await open({ questions: [] });
    expect(wrapper.text()).toContain('What the chat asks shows up here.');
    await wrapper.setProps({ hasEnded: true });
    expect(wrapper.text()).toContain('Nobody asked anything.');
    await wrapper.setProps({ fault: 'unavailable' });
    expect(wrapper.text()).not.toContain('Nobody asked anything.');
    await named(wrapper, 'Try again')[0]!.trigger('click');
    expect(wrapper.emitted('retry')).toHaveLength(1);
  });

  it('moves nothing under the pointer, nor the focus away with the buttons', async () => {
    const questions = [question('a', { askers: 5 }), question('b', { askers: 4 })];
    await open({ questions, mayDecide: true });
    await wrapper.trigger('pointerenter');
    (named(wrapper, 'Answered')[0]!.element as HTMLElement).focus();
    await wrapper.setProps({ questions: [{ ...questions[0], state: 'answered' }, questions[1]] });
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Question a?'));
    expect(ids()).toEqual(['a', 'b']);
    (document.activeElement as HTMLElement).blur();
    await wrapper.trigger('pointerleave');
    expect(ids()).toEqual(['b', 'a']);
  });
});

describe('the moments card', () => {
  const startedAt = 1_800_000_000_000;
  const moments = [
    moment('second', { peakAt: startedAt + 3_725_000, mood: -0.5, label: 'noooo' }),
    moment('first', { peakAt: startedAt + 65_000, category: 'praise', label: '' }),
  ];
  const show = async (props: object) => {
    const all = { moments, startedAt, hasEnded: false, most: 5, fault: undefined };
    ({ wrapper } = await mounted(InsightMoments, { props: { ...all, ...props } }));
  };
  const texts = () => wrapper.findAll('[data-moment]').map((row) => row.text());

  it('shows the newest first, with what it was, how it felt and how many wrote', async () => {
    await show({});
    expect(texts()[0]).toMatch(/noooo.*laughter.*8 chatters/s);
    expect(texts()[0]).toContain('negative, mood −0.50');
    expect(texts()[1]).toContain('praise');
    expect(wrapper.findAll('[data-moment]')[1]!.find('q').exists()).toBe(false);
  });

  it('is the list of chapters of an ended stream, by the time in it', async () => {
    await show({ hasEnded: true });
    expect(wrapper.find('h2').text()).toBe('Chapters');
    expect(wrapper.findAll('time').map((time) => time.text())).toEqual(['1:05', '1:02:05']);
  });

  it('leads to the messages of its time', async () => {
    await show({});
    await wrapper.find('[data-moment] button').trigger('click');
    expect(wrapper.emitted('jump')).toEqual([[moments[0]]]);
  });

  it('says what will come, and that nothing came', async () => {
    await show({ moments: [] });
    expect(wrapper.text()).toContain('When many react at once');
    await wrapper.setProps({ hasEnded: true });
    expect(wrapper.text()).toContain('No moment stood out');
  });
});

describe('the news for readers of the screen', () => {
  it('say what came up since, one line in a while, the newest', async () => {
    vi.useFakeTimers();
    const questions = [question('a'), question('b'), question('old', { state: 'answered' })];
    ({ wrapper } = await mounted(InsightNews, { props: { questions, moments: [moment('m')] } }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(wrapper.text()).toBe('');
    const answer = (id: string) =>
      wrapper.setProps({
        questions: questions.map((each) =>
          each.id <= id && each.id !== 'old' ? { ...each, state: 'answered' } : each,
        ),
      });
    await answer('a');
    await vi.advanceTimersByTimeAsync(0);
    expect(wrapper.text()).toBe('Answered: Question a?');
    await answer('b');
    await wrapper.setProps({ moments: [moment('n', { peakAt: 90_000 }), moment('m')] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(wrapper.text()).toBe('Answered: Question a?');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(wrapper.text()).toBe('Moment: lol');
  });
});

// @vitest-environment happy-dom
import type { AnalysisFrame, MoodWindow, Summary } from '@livechat/contracts';
import type { VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mounted, named } from '../../page.fixture.ts';
import InsightMood from './InsightMood.vue';
import InsightSummary from './InsightSummary.vue';

let wrapper: VueWrapper;
afterEach(() => {
  wrapper.unmount();
  localStorage.clear();
});

const counts = (messages: number, chatters: number) => ({
  messages,
  chatters,
  sentiment: { positive: messages, neutral: 0, negative: 0 },
  categories: {
    praise: messages,
    criticism: 0,
    laughter: 0,
    question: 0,
    advice: 0,
    greeting: 0,
    other: 0,
  },
  toxic: 0,
});
const mood = (messages: number, chatters: number): MoodWindow => ({
  ...counts(messages, chatters),
  mood: 0.42,
  low: 0.2,
  high: 0.6,
});

describe('the mood card', () => {
  const frame = (at = Date.now()) =>
    ({
      streamId: 's1',
      upTo: 9,
      at,
      totals: counts(1_234, 50),
      windows: { m1: mood(3, 2), m5: mood(20, 9), m15: mood(60, 30) },
    }) as AnalysisFrame;
  const open = async (given: AnalysisFrame | undefined, hasEnded = false) => {
    ({ wrapper } = await mounted(InsightMood, {
      props: { frame: given, streamId: 's1', hasEnded },
    }));
  };
  const choose = (span: string) => named(wrapper, span)[0]!.trigger('click');

  it('says the mood with its interval and how many chatters stand behind it', async () => {
    await open(frame());
    expect(wrapper.find('.needle').text()).toBe(
      '+0.42+0.20 to +0.60 with 95 % certainty, from 9 chatters',
    );
  });

  it('says nothing of fewer than five chatters, but what they wrote', async () => {
    await open(frame());
    await choose('1 min');
    expect(wrapper.find('.needle').text()).toContain('too few to say');
    expect(wrapper.find('.needle').text()).toContain('2 chatters wrote; it takes 5.');
    expect(wrapper.findAll('.mood__bar')[0]!.text()).toContain('100%3');
  });

  it('counts every message of the stream', async () => {
    await open(frame());
    await choose('All');
    expect(wrapper.find('[data-total]').text()).toBe('1,234');
  });

  it('lets a window run empty when nobody writes any more', async () => {
    await open(frame(Date.now() - 400_000));
    expect(wrapper.text()).toContain('Nobody wrote in this span.');
    await choose('15 min');
    expect(wrapper.findAll('.mood__bar')).toHaveLength(5);
  });

  it('says what is to come before the first analysis', async () => {
    await open(undefined);
    expect(wrapper.text()).toContain('The mood shows with the first messages.');
  });
});

describe('the summary card', () => {
  const summary = (change: Partial<Summary> = {}): Summary => ({
    streamId: 's1',
    id: 's1:20',
    epoch: 2,
    revision: 0,
    from: 0,
    upTo: 20,
    at: Date.now(),
    source: 'offline',
    messages: 20,
    chatters: 7,
    oneLine: 'All about the boss.',
    topics: [{ label: 'boss', chatters: 5, offsets: [3, 4] }],
    questions: [{ offset: 6, text: 'Which sword?', askers: 3 }],
    quotes: [{ offset: 9, text: 'what a fight', author: 'Ann' }],
    ...change,
  });
  const open = async (given: Summary | undefined, hasEnded = false) => {
    ({ wrapper } = await mounted(InsightSummary, {
      props: { summary: given, hasEnded, questions: [] },
    }));
  };
  beforeEach(() => localStorage.clear());

  it('says who wrote it, from how many messages, and what stands behind it', async () => {
    await open(summary());
    const text = wrapper.text();
    expect(text).toContain('All about the boss.');
    expect(text).toContain('Counted, without a model');
    expect(text).toContain('from 20 messages of 7 chatters');
    await wrapper.setProps({ summary: summary({ id: 's1:40', source: 'llm' }) });
    expect(wrapper.text()).toContain('Written by a model');
    expect(wrapper.text()).toContain('updated');
  });

  it('jumps to the messages that it cites', async () => {
    await open(summary());
    for (const text of ['boss 5', 'Which sword? ×3', 'what a fight Ann']) {
      await named(wrapper, text)[0]!.trigger('click');
    }
    expect(wrapper.emitted('jump')).toEqual([
      [3, 2],
      [6, 2],
      [9, 2],
    ]);
  });

  it('does not change under the pointer; a button brings the newer one', async () => {
    await open(summary());
    await wrapper.trigger('pointerenter');
    await wrapper.setProps({ summary: summary({ id: 's1:40', oneLine: 'Now the music.' }) });
    expect(wrapper.text()).toContain('All about the boss.');
    await named(wrapper, 'Newer one')[0]!.trigger('click');
    expect(wrapper.text()).toContain('Now the music.');
  });

  it('can be switched off for good', async () => {
    await open(summary());
    await named(wrapper, 'Hide')[0]!.trigger('click');
    expect(wrapper.text()).not.toContain('boss');
    wrapper.unmount();
    await open(summary());
    expect(wrapper.text()).not.toContain('boss');
    await named(wrapper, 'Show')[0]!.trigger('click');
    expect(wrapper.text()).toContain('boss');
  });

  it('says when one will come, and that none will', async () => {
    await open(undefined);
    expect(wrapper.text()).toContain('A summary comes after 20 messages.');
    await wrapper.setProps({ hasEnded: true });
    expect(wrapper.text()).toContain('This stream has no summary.');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { decided, frame, moment, question } from './insight.fixture.ts';
import { StreamInsight } from './stream-insight.ts';

describe('questions and moments of a stream', () => {
  let insight: StreamInsight;
  const states = () => insight.questions.map(({ id, state }) => `${id} ${state}`);
  beforeEach(() => (insight = new StreamInsight()));

  it('know the log they belong to, from frames and from lists', () => {
    const put = insight.reading();
    insight.take(frame(10, { questions: [question('live')] }), 2);
    const items = [question('read')];
    put({ questions: { epoch: 1, items }, moments: { epoch: 1, items: [moment('m')] } });
    expect(insight.questions.map(({ id, epoch }) => [id, epoch])).toEqual([
      ['live', 2],
      ['read', 1],
    ]);
    expect(insight.moments[0]?.epoch).toBe(1);
  });

  it('leave out what was withdrawn', () => {
    insight.take(frame(10, { questions: [question('q')], moments: [moment('m')] }), 1);
    insight.take(
      frame(11, {
        questions: [question('q', { askers: 0 })],
        moments: [moment('m', { chatters: 0 })],
      }),
      1,
    );
    expect([insight.questions, insight.moments]).toEqual([[], []]);
  });

  it('show the newest moment first', () => {
    const moments = [moment('old', { peakAt: 1 }), moment('new', { peakAt: 3 })];
    insight.take(frame(10, { moments }), 1);
    insight.take(frame(11, { moments: [moment('middle', { peakAt: 2 })] }), 1);
    expect(insight.moments.map(({ id }) => id)).toEqual(['new', 'middle', 'old']);
  });

  it('are decided by the log at once, whatever frames from before still say', () => {
    insight.take(frame(10, { questions: [question('q')] }), 1);
    insight.hear(decided('question.answered', 'q', 12));
    expect(states()).toEqual(['q answered']);
    insight.take(frame(11, { questions: [question('q', { askers: 4 })] }), 1);
    expect(states()).toEqual(['q answered']);
  });

  it('are as the analysis has them once it has seen the decision', () => {
    insight.hear(decided('question.dismissed', 'q', 12));
    insight.take(frame(13, { questions: [question('q', { state: 'open' })] }), 1);
    expect(states()).toEqual(['q open']);
  });

  it('take the later of two decisions, whichever is heard first', () => {
    insight.take(frame(10, { questions: [question('q')] }), 1);
    insight.hear(decided('question.answered', 'q', 15));
    insight.hear(decided('question.dismissed', 'q', 12));
    expect(states()).toEqual(['q answered']);
  });

  it('stay the same lists while a frame says nothing of them', () => {
    insight.take(frame(10, { questions: [question('q')] }), 1);
    const { questions } = insight;
    insight.take(frame(11), 1);
    expect(insight.questions).toBe(questions);
  });
});

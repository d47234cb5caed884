import { describe, expect, it } from 'vitest';
import { RequestError } from '../api/http.ts';
import { useQuestionActs } from './question-acts.ts';

describe('decisions about questions', () => {
  it('are under way until answered, and not sent twice', async () => {
    let done: () => void = () => undefined;
    const sent: string[] = [];
    const { acts, act } = useQuestionActs((name, id) => {
      sent.push(`${name} ${id}`);
      return new Promise<void>((resolve) => (done = resolve));
    });
    const acting = act('q', 'answer');
    void act('q', 'dismiss');
    expect(acts.value.get('q')).toEqual({ name: 'answer' });
    expect(sent).toEqual(['answer q']);
    done();
    await acting;
    expect(acts.value.size).toBe(0);
  });

  it('that failed say why, and can be tried again', async () => {
    let isAway = true;
    const { acts, act } = useQuestionActs(async () => {
      if (isAway) throw new RequestError('unavailable');
    });
    await act('q', 'dismiss');
    expect(acts.value.get('q')).toEqual({ name: 'dismiss', fault: 'unavailable' });
    isAway = false;
    await act('q', 'dismiss');
    expect(acts.value.has('q')).toBe(false);
  });
});

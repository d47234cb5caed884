import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick, ref, shallowRef } from 'vue';
import { question } from '../insight/insight.fixture.ts';
import type { PlacedQuestion } from '../insight/stream-insight.ts';
import { useShownQuestions } from './shown-questions.ts';

const asked = (id: string, askers: number, state: PlacedQuestion['state'] = 'open') => ({
  ...question(id, { askers, state }),
  epoch: 1,
});

describe('questions on screen', () => {
  const questions = shallowRef<readonly PlacedQuestion[]>([]);
  const isHeld = ref(false);
  let shown: ReturnType<typeof useShownQuestions>;
  const ids = () => shown.open.value.map(({ id }) => id);
  const tell = async (...next: PlacedQuestion[]) => {
    questions.value = next;
    await nextTick();
  };

  beforeEach(() => {
    isHeld.value = false;
    questions.value = [asked('a', 5), asked('b', 3)];
    shown = useShownQuestions(
      () => questions.value,
      () => isHeld.value,
    );
  });

  it('stand by their askers', async () => {
    await tell(asked('a', 5), asked('b', 7));
    expect(ids()).toEqual(['b', 'a']);
  });

  it('do not change places while the reader is at them; new ones come last', async () => {
    isHeld.value = true;
    await tell(asked('a', 5), asked('b', 7), asked('c', 9));
    expect(ids()).toEqual(['a', 'b', 'c']);
    isHeld.value = false;
    await nextTick();
    expect(ids()).toEqual(['c', 'b', 'a']);
  });

  it('stay in place when decided, so that a second press meets no other question', async () => {
    isHeld.value = true;
    await tell(asked('a', 5, 'answered'), asked('b', 3));
    expect(ids()).toEqual(['a', 'b']);
    expect(shown.answered.value).toEqual([]);
    expect(shown.openCount.value).toBe(1);
    isHeld.value = false;
    await nextTick();
    expect(ids()).toEqual(['b']);
    expect(shown.answered.value.map(({ id }) => id)).toEqual(['a']);
  });
});

import { computed, ref, watch } from 'vue';
import { inShownOrder, questionGroups } from '../insight/question-groups.ts';
import type { PlacedQuestion } from '../insight/stream-insight.ts';

/**
 * The questions in their groups. While the reader is at them nothing changes its place: not by a new
 * count, and one that was just decided stays among the open ones, so that no other comes to lie
 * under his finger.
 */
export function useShownQuestions(
  questions: () => readonly PlacedQuestion[],
  isHeld: () => boolean,
) {
  const groups = computed(() => questionGroups(questions()));
  const order = ref<readonly string[]>([]);
  watch(
    [groups, isHeld],
    () => {
      const open = groups.value.open.map(({ id }) => id);
      const fresh = open.filter((id) => !order.value.includes(id));
      order.value = isHeld() ? [...order.value, ...fresh] : open;
    },
    { immediate: true },
  );
  const open = computed(() => {
    const ids = new Set(order.value);
    return inShownOrder(
      questions().filter(({ id }) => ids.has(id)),
      order.value,
    );
  });
  const without = (group: readonly PlacedQuestion[]) =>
    group.filter(({ id }) => !order.value.includes(id));
  return {
    open,
    answered: computed(() => without(groups.value.answered)),
    dismissed: computed(() => without(groups.value.dismissed)),
    /** How many are open, whatever is on screen. */
    openCount: computed(() => groups.value.open.length),
  };
}

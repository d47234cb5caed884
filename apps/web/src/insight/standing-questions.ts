import type { Summary } from '@livechat/contracts';
import type { PlacedQuestion } from './stream-insight.ts';

/**
 * The open questions of a summary as they stand now: those that the board knows carry its askers, are
 * named once however often they were asked, and are left out once they are decided. Most askers first.
 */
export function standingQuestions(
  { epoch, questions }: Summary,
  board: readonly PlacedQuestion[],
): Summary['questions'] {
  const byOffset = new Map(
    board
      .filter((question) => question.epoch === epoch)
      .flatMap((question) => question.offsets.map((offset) => [offset, question] as const)),
  );
  const named = new Set<string>();
  const standing = questions.flatMap((question) => {
    const known = byOffset.get(question.offset);
    if (!known) return [question];
    if (known.state !== 'open' || named.has(known.id)) return [];
    named.add(known.id);
    return [{ ...question, askers: known.askers }];
  });
  return standing.toSorted((one, other) => other.askers - one.askers);
}

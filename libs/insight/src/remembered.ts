/**
 * A pure function of a text that remembers its newest answers: windows of a stream overlap, so
 * most texts are asked for several times. `most` bounds what is kept.
 */
export function remembered<T>(answerOf: (text: string) => T, most = 4_096): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = answerOf(text);
    answers.set(text, answer);
    const oldest = answers.keys().next().value;
    if (answers.size > most && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}

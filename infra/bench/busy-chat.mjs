// @ts-check
/**
 * A built file of the generator, found at run time: types are checked before anything is built.
 * @param {string} name
 */
const generator = (name) =>
  import(new URL(`../../chat-generator/dist/${name}.js`, import.meta.url).href);
const [{ personas }, { gaming }, { talk }, { seeded }, { script }] = await Promise.all(
  ['personas', 'phrases/gaming', 'phrases/talk', 'random', 'script'].map(generator),
);

/** @typedef {{ readonly user: string, readonly text: string, readonly at: number }} Said */

const shows = { gaming, talk };
const CHATTERS = 250;
const SECONDS = 500;

/**
 * A busy chat written by the seeded generator: the same seed says the same.
 * @param {keyof typeof shows} name
 * @param {string} seed
 * @returns {readonly Said[]}
 */
export function busyChat(name, seed) {
  const show = shows[name];
  const people = personas(show, CHATTERS, seeded(`people ${seed}`));
  const lines = script(show, people, { rate: 8, burst: 4, seconds: SECONDS }, seed);
  return [...lines].map(({ at, chatter, text }) => ({
    user: people[chatter]?.name ?? `chatter ${chatter}`,
    text,
    at,
  }));
}

import type { WordList } from '../word-list.ts';

/** Emoji and faces of signs; our judgement of what each says in a chat. */
export const emoji: WordList = {
  language: 'any',
  words: [
    { role: 'laughter', words: `😂, 🤣, 😹, 😆, 💀, ☠, xd, :D, xD` },
    {
      role: 'praise',
      valence: 3,
      words: `😍, 🥰, 😘, ❤, ♥, 💕, 💖, 💗, 💓, 💞, 💘, 💝, 💙, 💚, 💛, 💜, 🧡, 🤍, 🖤, 🤎, 💯, 👏, 🙌, 🔥, 👍, 😻, 🤩, 🫶, 💪,
        🏆, 👑, 🐐, 🥇, 🫡, 👌, 🤗, 😊, ☺, 🌟, ⭐, ✨, 🩷, 🩵, 🩶, 😇, 💐, 🌹, 🫰, 🤟, 🤙, 😎, 🤝, 🙏, 💟, ❣, <3`,
    },
    {
      role: 'joy',
      valence: 2,
      words: `🙂, 😀, 😃, 😄, 😁, 😋, 😸, 😺, 🥲, :), =), ;), 😉, 😌, 🤭, 🫠`,
    },
    { role: 'hype', valence: 3, words: `🎉, 🥳, 🎊, 🚀, ⚡, 🕺, 💃, 🪩, 🎆, 🍾, 🥂, \\o/, 🤯, 🙆` },
    {
      role: 'upset',
      valence: -3,
      words: `😡, 😠, 🤬, 😞, 😔, 😢, 💔, ☹, 🙁, 😣, 😖, 😟, 😾, 😿, 😰, 😨, 😓, 😥, 😩, 😫, </3, >:(, :(, ;_;, 👿`,
    },
    { role: 'tears', valence: -3, words: `😭, 🥺, 😪` },
    {
      role: 'criticism',
      valence: -3,
      words: `👎, 🤮, 🤢, 😒, 🥱, 😑, 💩, 😤, 🤡, 🤦, 🙅, 😬, 😴, 🚮, 🗑, -_-, :/, :\\\\`,
    },
    { role: 'insult', valence: -4, toxicity: 70, words: `🖕` },
    { role: 'irony', words: `🙄` },
    { role: 'greeting', words: `👋` },
    {
      role: 'plain',
      words: `😳, 🤔, 👀, 🤨, 😏, 🙃, 😅, 😐, 😶, 🤷, 🧐, 😮, 😲, 😱, 😯, 🫣, 🤫, 🤐, 🎮, 🎵, 🎶, ⬆, ➡, ⬅, ⬇, ✅, ❌, ❓, ❗,
        🅰, 🔴, ⚽, 🏀, :3, :O, :P, ^^, ^_^, ._., >_<`,
    },
  ],
};

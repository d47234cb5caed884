import type { WordList } from '../word-list.ts';

/** Function words that tell a language apart of which no lists exist. */
export const bystanders: readonly WordList[] = [
  {
    language: 'nl',
    words: [
      {
        role: 'function',
        words: `het, een, niet, ik, jij, je, wij, zijn, heb, heeft, van, voor, maar, ook, wel, geen,
          dit, dat, wat, hoe, waar, deze, naar, bij, mijn, goed, leuk, mooi, lekker, gaat,
          wordt, nog`,
      },
    ],
  },
  {
    language: 'tr',
    words: [
      {
        role: 'function',
        words: `ve, bir, bu, ben, sen, çok, için, değil, ne, var, yok, gibi, daha, kadar, abi, güzel,
          iyi, nasıl, neden, şey, ama, olarak, selam, teşekkürler`,
      },
    ],
  },
  {
    language: 'id',
    words: [
      {
        role: 'function',
        words: `yang, dan, di, ini, itu, aku, kamu, saya, tidak, gak, nggak, ga, ada, apa, dengan,
          untuk, bang, bagus, banget, semangat, lagi, sudah, udah, mau, bisa, keren, gue, kalau`,
      },
    ],
  },
  {
    language: 'pl',
    words: [
      {
        role: 'function',
        words: `i, w, nie, jest, się, że, na, to, jak, ale, co, mnie, mam, dla, tak, już, czy, ten,
          jestem, dobry, fajny, dzień, cześć, bardzo`,
      },
    ],
  },
  {
    language: 'vi',
    words: [
      {
        role: 'function',
        words: `không, là, và, của, anh, em, có, này, được, cho, rồi, một, người, hay quá, chào, ơi,
          nhé`,
      },
    ],
  },
];

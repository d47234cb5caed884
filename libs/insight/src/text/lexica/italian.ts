import type { WordList } from '../word-list.ts';

/** Italian of the chats. */
export const italian: WordList = {
  language: 'it',
  words: [
    {
      role: 'laughter',
      words: `ahah, ahahah, haha, sto morendo, muoio, che ridere, rido, sto piangendo dal ridere`,
    },
    {
      role: 'praise',
      valence: 4,
      words: `il migliore, la migliore, migliore, i migliori, incredibile, fantastico, fantastica,
        perfetto, perfetta, eccezionale, spettacolare, spettacolo, meraviglioso, meravigliosa,
        magnifico, stupendo, stupenda, geniale, genio, leggenda, fenomeno, mito, capolavoro, ti
        amo, ti adoro, adoro, amo, grande, grandissimo, fortissimo, bellissimo, bellissima,
        bravissimo, bravissima, ottimo, ottima`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `bello, bella, belli, bel, buono, buona, bene, bravo, brava, bravi, forte, figo, figa sta
        live, fico, carino, carina, divertente, simpatico, simpatica, grazie, grazie mille,
        complimenti, congratulazioni, auguri, rispetto, felice, contento, contenta, piace, mi
        piace, piaciuto, top, super, meglio, interessante, dolce, meritato, ben fatto, ben
        giocato, bel colpo, bella giocata, amore, fortuna`,
    },
    {
      role: 'hype',
      valence: 3,
      words: `dai, daje, andiamo, forza, evviva, finalmente, gol, goool, grandee, vai, vaiii, si vola,
        vittoria`,
    },
    {
      role: 'criticism',
      valence: -3,
      toxicity: 20,
      words: `brutto, brutta, male, malissimo, cattivo, peggio, peggiore, il peggiore, pessimo,
        pessima, orribile, terribile, schifo, che schifo, fa schifo, schifoso, merda, una merda,
        di merda, noia, noioso, noiosa, che noia, palloso, vergogna, che vergogna, ridicolo,
        ridicola, imbarazzante, patetico, scarso, scarsa, scarsi, lento, lagga, si blocca,
        scatta, truffa, rubato, ladri, falso, bugia, deluso, delusa, delusione, deludente, odio,
        lo odio, inutile, cringe, spazzatura, disastro, sbagliato, problema, problemi, purtroppo`,
    },
    {
      role: 'insult',
      valence: -4,
      toxicity: 65,
      words: `idiota, idioti, scemo, scema, stupido, stupida, cretino, cretina, deficiente, imbecille,
        pagliaccio, pagliacci, asino, incapace, fallito, sfigato, ritardato, mongoloide,
        coglione, coglioni, zitto, stai zitto, taci, sparisci, disinstalla, cambia lavoro,
        buffone, buffoni, pirla`,
    },
    {
      role: 'insult',
      valence: -5,
      toxicity: 85,
      words: `stronzo, stronza, stronzi, bastardo, bastardi, puttana, troia, zoccola, figlio di
        puttana, vaffanculo, vaffa, fanculo, frocio, froci, ricchione, negro, ammazzati, muori,
        crepa, testa di cazzo`,
    },
    {
      role: 'profanity',
      valence: -2,
      toxicity: 30,
      words: `cazzo, minchia, porca miseria, porca puttana, accidenti, dio cane, porco dio, palle`,
    },
    {
      role: 'upset',
      valence: -3,
      words: `triste, tristezza, piango, piangere, peccato, che peccato, dolore, fa male, perso,
        abbiamo perso, oh no, sfortuna, paura, rabbia, arrabbiato, stanco, stanca, malato, solo
        e triste, mi manca, manchi`,
    },
    {
      role: 'negator',
      words: `non, nn, mai, nessuno, nessuna, niente, nulla, senza, ne, neanche, nemmeno`,
    },
    {
      role: 'booster',
      words: `molto, troppo, tanto, davvero, proprio, cosi, veramente, piu, assai`,
    },
    { role: 'softener', words: `poco, un po, quasi, abbastanza` },
    { role: 'contrast', words: `ma, pero, anche se` },
    { role: 'exclaims', words: `che, quanto, quanta` },
    {
      role: 'asks',
      words: `chi, dove, quando, come, perche, quale, quali, cosa, cos'e, che cosa, quanti, quante,
        quanti anni, che gioco, che ore, come si chiama, qualcuno sa, sai, hai, c'e, puoi,
        posso, che rank`,
    },
    {
      role: 'question',
      words: `che gioco e, a che ora, di dove sei, quanti anni hai, che canzone`,
    },
    {
      role: 'advice',
      words: `dovresti, devi, bisogna, prova, prova a, usa, compra, attento, attenta, occhio, stai
        attento, non dimenticare, ricorda, ricordati, ti consiglio, consiglio, meglio se, vai a,
        metti, alza, abbassa, riposati, bevi`,
    },
    {
      role: 'greeting',
      words: `ciao, ciaoo, salve, buongiorno, buonasera, buon pomeriggio, buonanotte, notte,
        arrivederci, a domani, a dopo, benvenuto, benvenuti, saluti, saluti da, ehila, eccomi`,
    },
    {
      role: 'opener',
      words: `raga, ragazzi, bro, fra, chat, e, o, allora, oh, ah, scusa, scusate, per favore, cmq,
        comunque`,
    },
    {
      role: 'function',
      words: `il, lo, la, i, gli, le, l, un, uno, una, di, del, della, dei, delle, da, dal, in, nel,
        nella, con, su, sul, per, tra, ed, sono, sei, siamo, era, ho, ha, hanno, io, tu, lui,
        lei, noi, voi, mi, ti, si, ci, vi, questo, questa, quello, quella, mio, mia, tuo, tua,
        suo, anche, ancora, oggi, adesso, ora, qui, tutto, tutti, gioco, giocare, gioca,
        diretta, fare, fatto, fa, sta, sto, gia, canzone, alla, al, ai`,
    },
  ],
};

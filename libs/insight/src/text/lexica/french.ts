import type { WordList } from '../word-list.ts';

/** French of the chats. */
export const french: WordList = {
  language: 'fr',
  words: [
    {
      role: 'laughter',
      words: `mdr, mdrr, ptdr, xptdr, haha, hahah, je suis mort, je suis morte, jpp, je pleure de
        rire, mort de rire, explose de rire`,
    },
    {
      role: 'praise',
      valence: 4,
      words: `le meilleur, la meilleure, meilleur, meilleure, les meilleurs, incroyable, magnifique,
        excellent, excellente, parfait, parfaite, genial, geniale, fantastique, superbe,
        formidable, extraordinaire, exceptionnel, sublime, chef d oeuvre, masterclass, j adore,
        adore, j aime, je t aime, on t aime, legende, le goat, quel talent, tu geres, il gere,
        trop fort, trop bien, une dinguerie, monstrueux`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `bon, bonne, bien, tres bien, bien joue, bien jouee, beau, belle, bel, jolie, joli, cool,
        super, sympa, top, stylé, style, propre, drole, marrant, rigolo, mignon, mignonne,
        merci, merci beaucoup, merci pour, felicitations, bravo, gg, respect, courage, bonne
        chance, content, contente, heureux, heureuse, ravi, fort, forte, intelligent, aime,
        aimé, kiffe, je kiffe, qualite, chapeau, banger, lourd, frais, validé, valide, hate, j
        ai hate, vivement, plaisir, quel plaisir, delicieux, gentil, gentille`,
    },
    {
      role: 'hype',
      valence: 3,
      words: `allez, aller les, allezzz, c'est parti, on y va, enfin, but, buuut, youpi, ouais, ouiii,
        victoire, let's go`,
    },
    {
      role: 'criticism',
      valence: -3,
      toxicity: 20,
      words: `nul, nulle, nuls, c'est nul, trop nul, mauvais, mauvaise, pire, le pire, la pire,
        horrible, affreux, moche, degueulasse, degoutant, degueu, dégoûtant, ennuyeux, ennuyant,
        chiant, chiante, relou, lourdingue, pourri, pourrie, merde, une merde, de la merde,
        honte, la honte, honteux, ridicule, pathetique, lamentable, triche, tricheur, arnaque,
        vol, deçu, decevant, deception, deteste, je deteste, je hais, rage quit, ça lag, ça
        rame, ça bug, saccade, bof, claqué, claque au sol, eclate, eclate au sol, gênant,
        genant, malaise, saoule, ça saoule, fatigant, lent, faible, faux, mensonge, menteur,
        catastrophe, catastrophique, probleme, problemes, inutile`,
    },
    {
      role: 'insult',
      valence: -4,
      toxicity: 65,
      words: `idiot, idiote, abruti, abrutis, debile, debiles, cretin, imbecile, bouffon, clown,
        boulet, naze, nase, tocard, guignol, boloss, mongol, attarde, con, conne, cons, ta
        gueule, ferme la, ferme ta gueule, degage, casse toi, va te faire, desinstalle, pauvre
        type, gros porc, porc`,
    },
    {
      role: 'insult',
      valence: -5,
      toxicity: 85,
      words: `connard, connards, connasse, salope, pute, fils de pute, fdp, encule, enculé, nique ta
        mere, ntm, tg, batard, batards, pd, tapette, salaud, suicide toi, creve, va crever,
        bougnoule, negro`,
    },
    {
      role: 'profanity',
      valence: -2,
      toxicity: 30,
      words: `putain, ptn, bordel, merde alors, foutu, foutre, chier, nique, fait chier`,
    },
    {
      role: 'upset',
      valence: -3,
      words: `triste, tristesse, dommage, pleure, pleurer, mal au coeur, douleur, perdu, on a perdu,
        oh non, nooon, malheureusement, pas de chance, peur, enerve, colere, malade, fatigue,
        seul, manque, rip`,
    },
    {
      role: 'negator',
      words: `pas, jamais, plus jamais, sans, rien, aucun, aucune, personne, ni, guere`,
    },
    {
      role: 'booster',
      words: `tres, trop, tellement, vraiment, hyper, grave, si, tout, absolument, plus, carrement,
        bien trop`,
    },
    { role: 'softener', words: `peu, un peu, presque, assez` },
    { role: 'contrast', words: `mais, cependant, pourtant` },
    { role: 'exclaims', words: `quel, quelle, quels, que, comme, qu` },
    {
      role: 'asks',
      words: `qui, ou, quand, comment, pourquoi, combien, quoi, est ce que, c'est quoi, c'est qui,
        qu'est ce que, qu'est ce, quel jeu, quel est, quelle est, quelle heure, t'as, tu as, tu
        joues, tu fais, il y a, y a, vous avez, on peut, peux tu, tu peux`,
    },
    {
      role: 'question',
      words: `quelqu'un sait, quelqu'un connait, quel est le nom, tu as quel, c'est quand, comment ça,
        comment on`,
    },
    {
      role: 'advice',
      words: `tu devrais, il faut, faut que, tu dois, essaie, essaye, utilise, prends, achete,
        attention, fais gaffe, n'oublie pas, oublie pas, pense a, je conseille, je te conseille,
        tu peux essayer, va a, va vers, mets, monte, baisse, repose toi, bois, evite, arrete de,
        regarde le`,
    },
    {
      role: 'greeting',
      words: `bonjour, bonsoir, salut, coucou, cc, slt, bjr, bsr, yo, hello, bonne nuit, bonne soiree,
        bonne journee, au revoir, a demain, a plus, a bientot, bienvenue, la bise, re, wesh`,
    },
    {
      role: 'opener',
      words: `mec, frere, les gars, gars, chat, et, alors, bah, ben, euh, ah, oh, stp, svp, desole,
        pardon, du coup, donc`,
    },
    {
      role: 'function',
      words: `le, la, les, l, un, une, des, du, de, d, est, es, suis, sont, etait, a, au, aux, en,
        dans, sur, avec, pour, par, je, j, tu, il, elle, on, nous, vous, ils, ce, c, cet, cette,
        ça, ca, ces, mon, ton, son, ma, ta, sa, mes, tes, ses, me, te, se, s, n, ne, y, oui,
        non, ai, as, avait, fait, faire, va, vais, peut, jeu, joue, jouer, live, chaine,
        aujourd'hui, maintenant, ici, tous, encore, deja, c'est, etre, leur, moi, toi, lui`,
    },
  ],
};

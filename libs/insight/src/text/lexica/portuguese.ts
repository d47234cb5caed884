import type { WordList } from '../word-list.ts';

/** Portuguese of the chats, mostly Brazilian. Accents do not matter: the tokenizer folds them. */
export const portuguese: WordList = {
  language: 'pt',
  words: [
    {
      role: 'laughter',
      words: `kk, kkk, rs, rsrs, rsrsrs, huehue, kkkkk, to rindo, rachei, chorei de rir, morri, hahaha`,
    },
    {
      role: 'praise',
      valence: 4,
      words: `o melhor, a melhor, os melhores, melhor streamer, melhor live, melhor do mundo, voce e o
        melhor, vc e o melhor, craque, monstro, brabo, braba, brabissimo, lenda, lendario, mito,
        incrivel, maravilhoso, maravilhosa, perfeito, perfeita, excelente, sensacional,
        fantastico, espetacular, genial, te amo, amo voce, amo vc, amo, adoro, amei, adorei,
        obra prima, genio, rei, rainha, absurdo de bom, foda demais, fodastico, show de bola`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `bom, boa, bons, boas, muito bom, muito boa, otimo, otima, legal, massa, daora, top,
        topzera, show, lindo, linda, bonito, fofo, fofa, gostoso, gostei, gosto, curti, curto,
        parabens, obrigado, obrigada, obg, valeu, vlw, brigado, joga muito, jogou muito, jogando
        muito, mandou bem, mandou muito, boa jogada, bem jogado, bela jogada, bela, belo,
        engraçado, divertido, feliz, melhor, sucesso, tmj, tamo junto, arrasou, arrasa,
        respeito, merecido, merece, inteligente, talentoso, orgulho, amor, saudavel, delicia, ta
        on, pica, insano, insana, zika, sinistro`,
    },
    {
      role: 'hype',
      valence: 3,
      words: `vamo, vamos, vamoo, bora, boraa, gol, golaço, eh campeao, e campeao, uhul, uhuu,
        finalmente, ai sim, pra cima, partiu, vai time, e nois, eh nois, simbora`,
    },
    {
      role: 'criticism',
      valence: -3,
      toxicity: 20,
      words: `ruim, ruins, pessimo, pessima, horrivel, terrivel, pior, o pior, a pior, feio, feia,
        chato, chata, chatice, lixo, um lixo, que lixo, merda, uma merda, bosta, uma bosta,
        porcaria, nojo, que nojo, nojento, ridiculo, ridicula, vergonha, que vergonha, fraco,
        fraca, podre, odeio, detesto, travando, travou, trava, lagado, lagando, sem graça,
        tedio, entediante, cansativo, sono, que sono, roubo, roubado, golpe, fraude, mentira,
        mentiroso, falso, decepção, decepcionante, decepcionado, mal, mau, ma, lento, tosco,
        tosca, flopou, flopado, vacilo, vacilou, zoado, bugado, perdeu feio, da raiva, errado,
        fail, cringe, sem sal`,
    },
    {
      role: 'insult',
      valence: -4,
      toxicity: 65,
      words: `idiota, idiotas, imbecil, burro, burra, burros, otario, otaria, otarios, palhaço,
        palhaços, trouxa, babaca, babacas, tonto, bobo, retardado, retardada, mongol,
        mongoloide, jumento, animal, noob, inutil, fracassado, corno, corna, vagabundo,
        vagabunda, vagaba, escroto, escrota, nojenta, canalha, safado, safada, lixo humano,
        verme, cala a boca, calaboca, vaza, some daqui, desinstala, vai dormir, para de jogar,
        vsf, fdp, macaco, piranha, galinha, sapatao, traveco, baranga, gorda, gordo escroto, pau
        no cu, cuzao, cuzinho, arrombado, arrombada`,
    },
    {
      role: 'insult',
      valence: -5,
      toxicity: 85,
      words: `puta, putas, filho da puta, filha da puta, viado, viadinho, viados, bicha, bichinha,
        veado, vai se foder, vai tomar no cu, vtnc, vai pra puta, se fode, se foda, foda se,
        fodase, foda-se, desgraçado, desgraçada, desgraça, piroca, buceta, boceta, rapariga,
        quenga, prostituta, merda de gente, morre, se mata, tnc, pqp seu, xereca, xota`,
    },
    {
      role: 'profanity',
      valence: -2,
      toxicity: 35,
      words: `porra, caralho, krl, crl, pqp, puta que pariu, cacete, foda, fudeu, fode, foder, fuder,
        cu, bct, carai`,
    },
    {
      role: 'upset',
      valence: -3,
      words: `triste, tristeza, chorei, chorando, choro, chorar, dor, doi, saudade, saudades, pena,
        que pena, perdemos, perdi, perdeu, infelizmente, nao acredito, ai nao, medo, raiva,
        cansado, sozinho, doente, coitado, aff, affs, afff`,
    },
    {
      role: 'negator',
      words: `nao, n, naum, nunca, jamais, nem, nada, sem, ninguem, nenhum, nenhuma, num`,
    },
    {
      role: 'booster',
      words: `muito, mt, mto, mta, muita, tao, super, demais, bem, mais, bastante, totalmente, pra
        caralho, pra krl, pra cacete`,
    },
    { role: 'softener', words: `pouco, meio, quase` },
    { role: 'contrast', words: `mas, porem` },
    { role: 'exclaims', words: `que, q` },
    {
      role: 'asks',
      words: `qual, quais, quem, onde, quando, como, por que, porque, pq, quanto, quantos, quantas,
        cade, oq, oque, o que, que horas, que jogo, que musica, alguem sabe, voce vai, vc vai,
        vai ter, tem como, pode, vcs, sera que, e o que`,
    },
    {
      role: 'question',
      words: `qual o nome, qual nome, que jogo e esse, que musica e essa, quantos anos, de onde, oq e
        isso`,
    },
    {
      role: 'advice',
      words: `deveria, voce deveria, vc deveria, tem que, tenta, tente, usa, use, compra, compre,
        cuidado, toma cuidado, nao esquece, lembra de, recomendo, experimenta, melhor usar,
        aumenta, abaixa, coloca, bota, descansa, bebe agua, vai pra, vai pelo, nao vai, nao usa,
        faz o`,
    },
    {
      role: 'greeting',
      words: `oi, oii, oie, ola, eai, e ai, eae, salve, salve salve, fala, bom dia, boa tarde, boa
        noite, tchau, ate mais, ate amanha, falou, flw, bem vindo, bem vinda, bem vindos, tudo
        bem, cheguei, abraço, abraços, opa, salve quebrada`,
    },
    {
      role: 'opener',
      words: `mano, cara, galera, gente, bro, man, velho, vei, irmao, amigo, e, ou, entao, ai, nossa,
        por favor, pfv, desculpa, po, chat`,
    },
    {
      role: 'function',
      words: `o, os, as, um, uma, de, do, da, dos, das, no, na, nos, nas, em, com, por, pra, para,
        pro, eu, voce, vc, ele, ela, esse, essa, isso, este, meu, minha, seu, sua, se, me, te,
        ja, ta, to, tem, ter, era, foi, ser, esta, estou, so, la, aqui, hoje, agora, tambem,
        mais um, jogo, jogar, joga, vai, vou, ver, todo, todos, tudo, ate, pela, pelo, live,
        canal, musica, sao, fazer, faz`,
    },
  ],
};

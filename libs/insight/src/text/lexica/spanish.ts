import type { WordList } from '../word-list.ts';

/** Spanish of the chats. Accents do not matter: the tokenizer folds them. */
export const spanish: WordList = {
  language: 'es',
  words: [
    {
      role: 'laughter',
      words: `jaja, jajaja, jeje, jiji, me muero de risa, me meo, xdd, me parto, que risa, jajaj`,
    },
    {
      role: 'praise',
      valence: 4,
      words: `el mejor, la mejor, los mejores, eres el mejor, eres la mejor, mejor streamer, mejor
        directo, crack, cracks, maquina, fenomeno, leyenda, increible, espectacular,
        maravilloso, maravillosa, perfecto, perfecta, excelente, genial, brutal, impresionante,
        te amo, los amo, te quiero, te queremos, la rompiste, obra maestra, una joya, me
        encanta, me encantan, me encanto, amo, adoro, de diez, campeon, campeona, idolo`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `bueno, buena, buenos, buenas jugada, bien, muy bien, bien jugado, buen juego, buena
        jugada, buen directo, buen video, bonito, bonita, lindo, linda, hermoso, hermosa,
        precioso, guapo, guapa, gracias, muchas gracias, mil gracias, grande, grandes, chido,
        padre, que padre, chevere, bacano, guay, mola, mola mucho, divertido, divertida,
        gracioso, graciosa, chistoso, feliz, felicidades, felicitaciones, enhorabuena,
        saludable, gran, gusta, me gusta, gusto, disfruto, mejor, facherito, facha, fachero,
        piola, de lujo, tremendo, tremenda, epico, epica, top, temazo, temon, juegazo, golazo,
        jugadon, capo, bravo, animo, suerte, orgulloso, alegria, alegre, amor, exito, exitos,
        bendiciones, dios te bendiga`,
    },
    {
      role: 'hype',
      valence: 3,
      words: `vamos, vamoos, vamo, vamonos, dale, aupa, ole, gol, goool, si se puede, arriba, viva,
        por fin, a tope, vamos equipo, eso es, epa`,
    },
    {
      role: 'criticism',
      valence: -3,
      toxicity: 20,
      words: `malo, mala, malos, malas, mal, muy mal, peor, lo peor, el peor, la peor, feo, fea,
        horrible, terrible, pesimo, pesima, asco, que asco, asqueroso, basura, una basura,
        mierda, una mierda, aburrido, aburrida, aburre, aburren, que aburrido, me aburro, lento,
        robo, estafa, estafador, fraude, vergüenza, que verguenza, verguenza, ridiculo,
        ridicula, odio, lo odio, no sirve, no sirves, no funciona, lagueado, lag, se traba, se
        lagea, se corta, se cae, decepcion, decepcionante, cansado, cansa, cansino, pesado,
        molesto, fastidio, tramposo, hacker, tongo, falso, mentira, mentiroso, injusto,
        malisimo, malisima, flojo, floja, penoso, lamentable, da pena, cringe, fracaso,
        problema, problemas`,
    },
    {
      role: 'insult',
      valence: -4,
      toxicity: 65,
      words: `idiota, idiotas, imbecil, imbeciles, estupido, estupida, tonto, tonta, tontos, payaso,
        payasos, manco, mancos, bobo, burro, inutil, inutiles, perdedor, fracasado, pendejo,
        pendejos, baboso, tarado, subnormal, retrasado, pelotudo, boludo de mierda, gilipollas,
        cabron, capullo, callate, largate, desinstala, desinstalalo, deja de jugar, patetico,
        das asco, eres malisimo, eres muy malo, muerto de hambre`,
    },
    {
      role: 'insult',
      valence: -5,
      toxicity: 85,
      words: `puto, puta, putas, hijo de puta, hdp, hijueputa, malparido, maricon, marica, zorra,
        perra, vete a la mierda, chinga tu madre, la concha de tu madre, ctm, conchetumare,
        gonorrea, muerete, matate, culero`,
    },
    {
      role: 'profanity',
      valence: -2,
      toxicity: 30,
      words: `joder, coño, carajo, cojones, ostia, hostia, verga, mierdas, maldita sea, puta madre, no
        mames`,
    },
    {
      role: 'upset',
      valence: -3,
      words: `triste, tristeza, lloro, llorar, llorando, dolor, duele, me duele, pobre, lastima, que
        lastima, que pena, pena, perdimos, perdi, perdio, ay no, no puede ser, solo y triste,
        extraño, te extraño, enfermo, miedo, furioso, enojado, rabia`,
    },
    { role: 'negator', words: `no, nunca, jamas, ni, nada, sin, tampoco, nadie, ningun, ninguna` },
    {
      role: 'booster',
      words: `muy, tan, mas, super, re, demasiado, bastante, tremendamente, mucho`,
    },
    { role: 'softener', words: `poco, algo, medio, casi` },
    { role: 'contrast', words: `pero, aunque` },
    { role: 'exclaims', words: `cuanto, cuanta, vaya` },
    {
      role: 'asks',
      words: `como, cual, cuales, quien, quienes, donde, cuando, por que, porque no, cuantos, cuantas,
        de donde, a que hora, que juego, que hora, que es, que rango, que cancion, como se
        llama, como te llamas, alguien sabe, sabes, saben, es el, hay, puedo, puedes, pueden,
        van a, vas a, juegas, que tal, xq, pq`,
    },
    {
      role: 'question',
      words: `alguien me dice, que juego es, que cancion es, de donde eres, cuantos años`,
    },
    {
      role: 'advice',
      words: `deberias, deberian, tienes que, tenes que, hay que, prueba, proba, intenta, usa, ve a,
        compra, cuidado, ten cuidado, no olvides, recuerda, mejor usa, te recomiendo,
        recomiendo, podrias, sube, baja, pon, mira, tomate, descansa, no vayas, no uses`,
    },
    {
      role: 'greeting',
      words: `hola, holaa, holis, buenas, buenas tardes, buenas noches, buenos dias, buen dia,
        saludos, saludos desde, adios, chau, chao, nos vemos, hasta luego, hasta mañana,
        bienvenido, bienvenidos, bienvenida, un saludo`,
    },
    {
      role: 'opener',
      words: `oye, oigan, bro, amigo, hermano, tio, wey, we, chicos, gente, y, o, entonces, pues, ay,
        uy, a ver, por favor, porfa, perdon, che`,
    },
    {
      role: 'function',
      words: `el, la, los, las, un, una, unos, de, del, al, a, en, con, por, para, es, son, esta,
        estan, este, esto, ese, eso, yo, tu, eres, soy, se, me, te, le, lo, nos, su, mi, si, ya,
        hoy, ahora, aqui, todo, todos, desde, hasta, ser, tiene, tengo, hace, juego, directo,
        cancion, partida, estoy, estamos, fue, va, voy, solo, tambien, porque, otra, otro, vez,
        hacer`,
    },
  ],
};

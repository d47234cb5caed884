import type { WordList } from '../word-list.ts';

/** German of the chats. Umlauts do not matter: the tokenizer folds them. */
export const german: WordList = {
  language: 'de',
  words: [
    {
      role: 'laughter',
      words: `haha, hahah, lach, ich lach mich tot, ich kann nicht mehr, ich sterbe, hihi,
        kaputtlachen`,
    },
    {
      role: 'praise',
      valence: 4,
      words: `beste, bester, bestes, der beste, die beste, das beste, beste stream, bester stream,
        bester streamer, geil, geile, geiler, geilste, richtig geil, mega, megageil, hammer,
        krass gut, genial, grandios, perfekt, unglaublich gut, hervorragend, ausgezeichnet,
        fantastisch, traumhaft, wunderbar, wunderschon, großartig, klasse, spitze, ehrenmann,
        ehrenfrau, liebe, liebe dich, ich liebe, legende, sensationell, meisterwerk`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `gut, gute, guter, gutes, sehr gut, besser, schon, schone, schones, schoner, nice, toll,
        tolle, toller, tolles, cool, super, stark, starke, starker, stabil, sauber, lustig,
        witzig, suß, hubsch, danke, danke dir, danke schon, dankeschon, vielen dank, dank,
        gefallt, gefallt mir, mag, freue mich, freut mich, freu, gefreut, gluckwunsch,
        herzlichen gluckwunsch, respekt, gut gespielt, gut gemacht, bravo, lecker, entspannt,
        gemutlich, spannend, interessant, spaß, macht spaß, glucklich, froh, zufrieden,
        verdient, korrekt, ehre, klug, nett, angenehm, feier ich, feiere ich, empfehlenswert,
        hilfreich, lohnt sich`,
    },
    {
      role: 'hype',
      valence: 3,
      words: `los gehts, los geht's, auf gehts, endlich, tor, toor, juhu, jawoll, jaaa, jawohl, ja
        man, weiter so, gogo, krass, heftig, wahnsinn, gewonnen, sieg`,
    },
    {
      role: 'criticism',
      valence: -3,
      toxicity: 20,
      words: `schlecht, schlechte, schlechter, schlechtes, schlechteste, so schlecht, schlimm,
        schlimmste, mies, miese, mieser, furchtbar, schrecklich, grauenhaft, grottig, scheiße,
        scheisse, beschissen, beschissene, kacke, mist, mull, dreck, schrott, langweilig,
        langweiliger, ode, peinlich, nervig, nervt, nerven, unnotig, enttauscht, enttauschend,
        enttauschung, hasse, hass, hasslich, eklig, ekelhaft, widerlich, dumm, dumme, dummer,
        schwach, lahm, ruckelt, laggt, ton ist weg, kein ton, kaputt, betrug, abzocke, geldgier,
        cheater, unfair, fake, falsch, uberbewertet, verschwendung, zeitverschwendung, zum
        kotzen, kotzt mich an, fremdscham, cringe, erbarmlich, armselig, lacherlich, blod,
        blode, bloder, unspielbar, verkackt, versagt, verkackt mal wieder, leider, problem,
        probleme`,
    },
    {
      role: 'insult',
      valence: -4,
      toxicity: 65,
      words: `idiot, idioten, depp, deppen, trottel, vollidiot, dummkopf, spast, spasti, spacken,
        vollpfosten, pfosten, versager, loser, clown, clowns, opfer, lappen, noob, penner, esel,
        schwachkopf, halt die fresse, halt die klappe, halts maul, halt maul, fresse, maul,
        verpiss dich, geh sterben, hau ab, deinstallier, deinstalliere, behindert, behinderter,
        mongo, du bist so schlecht, du bist schlecht, du nervst, lern spielen`,
    },
    {
      role: 'insult',
      valence: -5,
      toxicity: 85,
      words: `arschloch, wichser, hurensohn, huso, hure, fotze, schlampe, missgeburt, schwuchtel,
        bastard, fick dich, verreck, bring dich um, kanake, kanaken`,
    },
    {
      role: 'profanity',
      valence: -2,
      toxicity: 30,
      words: `fuck, verdammt, verdammte, scheiß, ficken, verfickt, arsch, kack, leck mich`,
    },
    {
      role: 'upset',
      valence: -3,
      words: `traurig, schade, weine, heule, heul, schmerz, tut weh, verloren, oh nein, och nee, mann
        ey, pech, angst, wutend, sauer, krank, mude, einsam, vermisse, tot traurig, trauer`,
    },
    {
      role: 'negator',
      words: `nicht, kein, keine, keinen, keiner, nie, niemals, ohne, nix, nichts, niemand, nich, net,
        kaum, weder`,
    },
    {
      role: 'booster',
      words: `so, sehr, richtig, echt, total, voll, extrem, ubelst, zu, ganz, wirklich, absolut, hart,
        derbe`,
    },
    { role: 'softener', words: `bisschen, etwas, fast, ein wenig, halbwegs` },
    { role: 'contrast', words: `aber, jedoch, obwohl` },
    { role: 'exclaims', words: `wie, was fur ein, was fur eine, so ein` },
    {
      role: 'asks',
      words: `was, wer, wo, wann, warum, wieso, weshalb, welches, welcher, welche, woher, wohin,
        wieviel, wie viele, wie viel, wie heißt, wie alt, wie lange, wie oft, wie geht, wie
        macht, kann man, kannst du, konnt ihr, hast du, habt ihr, bist du, spielst du, ist das,
        gibt es, gibts, weiß jemand, wie komm, wie bekomm`,
    },
    {
      role: 'question',
      words: `kennt jemand, hat jemand, welches spiel, was ist das, wie alt bist`,
    },
    {
      role: 'advice',
      words: `du solltest, solltest, du musst, musst du, probier, probier mal, versuch, versuch mal,
        nimm, geh nach, kauf, pass auf, vorsicht, vergiss nicht, denk dran, mach mal, lieber,
        ich wurde, trink, ruh dich aus, schau mal, benutz, nutze, stell`,
    },
    {
      role: 'greeting',
      words: `hallo, hi, hey, moin, moinsen, servus, gruß, gruß dich, grußt euch, guten morgen, guten
        abend, guten tag, gute nacht, tschuss, tschau, ciao, bis morgen, bis dann, bis bald,
        willkommen, na, nabend, mahlzeit, bin da, bin wieder da, schonen abend, schonen tag`,
    },
    {
      role: 'opener',
      words: `bro, digga, diggah, alter, leute, jungs, chat, und, oder, also, ja, ok, ey, oh, ach,
        bitte, sorry, mal`,
    },
    {
      role: 'function',
      words: `der, die, das, den, dem, des, ein, eine, einen, einem, ist, sind, war, bin, bist, hat,
        habe, hab, haben, ich, du, er, wir, ihr, mich, mir, dich, dir, sich, mein, dein, es, im,
        in, auf, mit, von, fur, bei, aus, nach, zum, zur, an, als, auch, noch, nur, schon mal,
        doch, da, hier, jetzt, heute, gestern, morgen, wird, werden, wurde, kann, man, wenn,
        dann, dass, weil, spiel, spielen, gespielt, immer, wieder, alle, alles, diese, dieser,
        dieses, einfach, gerade`,
    },
  ],
};

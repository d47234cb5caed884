import type { WordList } from '../word-list.ts';

/** Names of emotes on Twitch and its extensions, with their capitals; YouTube's shortcodes; our judgement of each. */
export const emotes: WordList = {
  language: 'any',
  cased: [
    {
      role: 'laughter',
      words: `LUL, LULW, KEKW, KEKL, OMEGALUL, OMEGALULW, LULE, KEKLEO, KekW, kekW, ICANT, pepeLaugh,
        PepeLaugh, PepeLaughing, Kekega, KEKWait, 4Head, forsenKek, LuL, LUlW, LMFAOO, GIGALUL,
        OMEGAROLL, lulWut, HAHAA, haHAA, HaHaa, ROFLMAO, LULdata, MEGALUL, PepegaLaugh, hahaR,
        catKek, LMAO, LOL`,
    },
    {
      role: 'hype',
      valence: 3,
      words: `PogChamp, Pog, POG, POGGERS, PogU, POGU, Pogey, POGGIES, PagMan, PagChomp, PauseChamp,
        PogBones, POGCRAZY, Poggers, PepoDance, pepeD, PepeD, PartyKirby, PartyParrot, catJAM,
        CatJAM, ratJAM, pepeJAM, PepeJAM, peepoJAM, SourPls, TwitchLit, HYPERS, WideHardo,
        TriHard, HypeCheer, PogTasty, GIGACHAD, blobDance, AlienDance, HypeWow, HyperPoggers, W,
        YEAHBUT7TV, DinoDance, forsenPls, RainbowPls, pepeClap, VIBE, vibePls, DANCE, RAVE,
        PeepoDance, WICKED, SICK, letsgo, LETSGO, LETSGOO, EZDance`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `Clap, EZ, SeemsGood, BloodTrail, Kreygasm, FeelsGoodMan, FeelsAmazingMan, FeelsOkayMan,
        FeelsStrongMan, KappaPride, bleedPurple, PurpleStar, LOVE, peepoLove, PeepoLove,
        peepoHappy, PeepoHappy, widepeepoHappy, WidepeepoHappy, FeelsBirthdayMan, GoodTime,
        Okayge, BASED, Based, EZClap, AYAYA, AYAYAClap, HandsUp, SUBprise, GivePLZ, TakeNRG,
        xqcL, NODDERS, CoolCat, TehePelo, HolidayCookie, SingsNote, LuvHearts, LuvSign,
        TwitchUnity, luvPls, PetPet, catLove, FeelsLoveMan, peepoClap, PeepoClap, PepoClap,
        billyReady, HYPERCLAP, GG, GGs`,
    },
    {
      role: 'upset',
      valence: -3,
      words: `Sadge, SADGE, PepeHands, pepeHands, FeelsBadMan, BibleThump, NotLikeThis, PepeSad,
        peepoSad, widepeepoSad, WidepeepoSad, Deadge, DEADGE, FeelsWeirdMan, Despairge, SadCat,
        sadCat, sadKEK, sadE, Sadeg, PoroSad, Smadge, Madge, MADGE, REEE, REEeee, Copege,
        FeelsRainMan, monkaGIGAcry, Angerge, PAIN, Painge, FeelsLateMan, SwiftRage, peepoMad,
        HYPERMADGE, SAJ, Sadgers, QQ, L`,
    },
    {
      role: 'criticism',
      valence: -3,
      words: `ResidentSleeper, DansGame, FailFish, WutFace, BabyRage, WeirdChamp, weirdChamp,
        WEIRDCHAMP, Weirdge, WeirdDude, WeirdJAM, NOPERS, PunOko, NOIDONTTHINKSO, PogO, OhNoNo,
        DansChamp, StareChamp, DonoWall, forsenSleeper, SLEEPERS, CringeChamp, DIESOFCRINGE,
        DIESOFBEDGE, CRINGE, DEAFGE`,
    },
    { role: 'insult', valence: -3, toxicity: 45, words: `Pepega, PEPEGA, BRAINDEAD, BOT` },
    {
      role: 'plain',
      words: `monkaS, monkaW, monkaHmm, monkaGIGA, monkaTOS, MonkaS, PepoThink, 5Head, Hmmm, HmmNice,
        VoHiYo, WAYTOODANK, forsenE, Jebaited, jebaited, CoolStoryBob, BOOBA, Gayge, Bedge,
        gachiBASS, gachiGASM, GunRun, WTFF, KKona, KKonaW, cmonBruh, ANELE, SMOrc, PopCorn,
        TPFufun, EleGiggle, PepeRun, NaM, modCheck, Susge, SUSSY, Suske, SusgeCheck, Hmmge,
        PeepoG, peepoG, Nerdge, NOTED, NOTING, donkJAM, BatChest, COPIUM, Copium, HOPIUM,
        Clueless, Gladge, MrDestructoid, PJSalt, TheIlluminati, BOP, RIPPERONI, popCat,
        PauseMan, F, X`,
    },
    { role: 'irony', words: `Kappa, KappaHD, Keepo, Kapp, KappaClaus, KappaRoss` },
    {
      role: 'greeting',
      words: `HeyGuys, peepoHey, PeepoHey, peepoWave, peepoBye, PeepoBye, catWave, Heyge,
        widepeepoWave`,
    },
  ],
  words: [
    {
      role: 'laughter',
      words: `kekw, lulw, lul, omegalul, lule, kekl, icant, kek, face with tears of joy`,
    },
    {
      role: 'hype',
      valence: 3,
      words: `pog, poggers, pogchamp, pogu, pogging, pogged, poggies, hypers, catjam, gigachad`,
    },
    { role: 'laughter', words: `555, 2333` },
    { role: 'praise', valence: 3, words: `888, 666` },
    {
      role: 'praise',
      valence: 3,
      words: `ez clap, w stream, w streamer, w chat, w take, w play, big w, huge w, massive w`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `w mods, w mod, w song, w music, w game, w collab, common w, w in chat, ws in chat`,
    },
    {
      role: 'criticism',
      valence: -3,
      words: `l stream, l streamer, l take, big l, huge l, massive l, common l, l game, l mods, l play`,
    },
    {
      role: 'criticism',
      valence: -3,
      words: `weirdchamp, pogo, residentsleeper, dansgame, failfish, feelsweirdman, l bozo`,
    },
    {
      role: 'upset',
      valence: -3,
      words: `sadge, feelsbadman, pepehands, notlikethis, biblethump, madge, despairge`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `feelsgoodman, feelsamazingman, peepohappy, widepeepohappy, kreygasm`,
    },
    { role: 'insult', valence: -3, toxicity: 45, words: `pepega` },
    {
      role: 'plain',
      words: `monkas, monkaw, copium, hopium, jebaited, f in chat, f in the chat, l + ratio`,
    },
  ],
};

import type { WordList } from '../word-list.ts';

/** Praise, excitement and laughter in English; our lists stand before AFINN, so that "sick" means what players mean. */
export const englishPraise: WordList = {
  language: 'en',
  words: [
    {
      role: 'praise',
      valence: 4,
      words: `goat|ed, goats, the goat, cracked, bussin, banger|s, absolute banger, legend|s,
        legendary, legit, elite, godlike, god tier, top tier, s tier, masterpiece, best ever,
        best stream, best streamer, the best, my favorite, my favourite, unreal, phenomenal,
        immaculate, flawless, pristine, chef's kiss, next level, never gets old, gets me every
        time, made my day, made my night, 10/10, 100/10, goated with the sauce, hall of fame,
        can't get enough, love this, love it, love you, love u, love your, love ur, love the,
        love how, i love, luv u, luv you, ily, ilysm, proud of you, so proud`,
    },
    {
      role: 'praise',
      valence: 3,
      words: `goes so hard, go so hard, going so hard, look so easy, look easy, looks easy, so easy,
        clean, crisp|y, fire, lit, gas, slap|s, valid, based, king, queen, clutch|ed, clutching,
        smooth, beast, godly, stacked, buttery, slick, dope, banging, sick, nasty, filthy,
        disgusting play, insane, insanely, nuts, savage, op af, gigachad, chad, sigma,
        underrated, wholesome, iconic, adorable, cutie, gorgeous, soothing, relaxing, comfy,
        cozy, chill, pretty solid, solid, snatched, drip, ate that, ate and left, you ate, she
        ate, outfit ate, fit ate, understood the assignment, he's him, he is him, im impressed,
        impressed, built different, on point, on fire, popping off, pop|ped off, carry, carried,
        carrying, hard carry, mvp, pro, gg, ggs, ggwp, wp, gj, gw, nj, nt, nice try, good try,
        nice one, good job, well done, well played, good game, good games, good shit, good
        stuff, the shit, holy shit that was, nice shot, ns, gz, grats, gratz, congrats,
        congratz, pogs, hyped, hype stream, thanks, thank, thank you, thank u, thankyou, thx,
        ty, tysm, tyvm, tyty, cheers, appreciate, appreciated, i appreciate, much appreciated,
        bless, bless you, god bless, best, goodest, cool, neat, rad, sweet, sheesh, sheeesh,
        whoa, respect, props, salute, hats off, can't wait, cant wait, so good, too good, never
        misses, don't miss, never miss, hits different, hit different, slaps hard, goes hard, go
        hard, going hard, goes crazy, kinda slaps, let him cook, let her cook, let them cook,
        cooked that, cooking, he's cooking, welcome to the family, you got this, u got this,
        keep it up, keep going, keep up the, amazing, awesome, perfect, incredible, fantastic,
        brilliant, enjoying, enjoy|s|ed, better than ever, wonderful, beautiful, great, lovely,
        excellent, superb, genius, hilarious, funny, funniest, funnier, so funny, good, goood,
        nice, noice, noiice, wow, w00t, fun, cute, pretty, talented, skilled, inspiring,
        inspired, worth it, worth the, so worth, no complaints, no notes, can't complain, not
        bad, no lag, no ads, i miss you, we missed you, missed you, missed u, proud, clean af,
        fixed, slayed, slay|ing, based take, real one, a real one, mad respect, massive respect,
        much love, i like, really like, liked, we like, likes this, big brain, 200 iq, galaxy
        brain`,
    },
    {
      role: 'praise',
      valence: 2,
      words: `vibe, a vibe, whole vibe, vibes, vibing, good vibes, cleanest, smoothest, coolest,
        funkiest, locked in, dialed in, butter, banging tune, the best part, worth watching,
        facts, so true, true, fr fr, frfr, agreed, agree, exactly, yes please, works, works
        great, works now, finally, smart, wise, good call, good point, better, improved,
        improving, impressive, glad, happy, ready, happy for you, real, realest, fair, fair
        enough, fresh, satisfying, juicy, tasty, delicious, yummy, yum, helpful, interesting,
        favorite, favourite, decent, ok good, no problem, np, no worries, all good, sub hype,
        well deserved, deserved, deserves, earned, banger song`,
    },
    {
      role: 'hype',
      valence: 3,
      words: `let's go, let's gooo, let's fucking go, let's f go, lets goo, letsgo, letsgoo, lfg,
        lesgo, lessgo, lezgo, lesgoo, woo, woohoo, wooo, yay, yess, yesss, yeah baby, hell yeah,
        hell yes, fuck yeah, fuck yes, fk yeah, hype, hypee, hooray, hurray, yippee, yahoo, go
        go go, go go, gogogo, gogo, come on, c'mon, cmon, comeon, booyah, w, ww, dub, dubs, big
        dub, take the dub, pop off, it's happening, here we go, here we gooo, we're so back, we
        are so back, so back, omg yes, oh my god yes, yes yes, hold the line, raid, raiders,
        first try, ez, ezz, ezpz, easy peasy, easy clap, bang, boom, kaboom, no way no way,
        insane play, lets get it, let's get it, let's win`,
    },
    {
      role: 'hype',
      valence: 2,
      words: `yoo, yooo, you can do it, u can do it, crazy, wild, omfg, epic, woah, wowzers, no shot,
        actual insane, unbelievable, excited, exciting, cant believe it, goal, goaaal, gool,
        touchdown, ace, pentakill, penta, headshot, win, won, winning, winner, victory, dayum`,
    },
    {
      role: 'laughter',
      words: `lol, lool, loool, looool, lolol, lul, lmao, lmaoo, lmfao, lmfaoo, rofl, roflmao, lel,
        lolz, lulz, heh, hehe, heheh, haha, hahah, ahah, bahaha, teehee, xd, im dead, i'm dead,
        i am dead, im dying, i'm dying, i'm crying laughing, crying laughing, dying of laughter,
        i can't breathe, cant breathe, can't stop laughing, cant stop laughing, i'm screaming,
        im screaming, im wheezing, wheezing, wheeze, im weak, i'm weak, im deceased, deceased,
        dead lol, ded, im ded, i'm ded, cackling, giggling, giggle, laughing, laughed, laugh so
        hard, lmaooo, ctfu, im done lol, that's gold, comedy gold, pissing myself, my sides, not
        the, sends me, sent me`,
    },
  ],
};

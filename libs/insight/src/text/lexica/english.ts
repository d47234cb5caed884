import type { WordList } from '../word-list.ts';

/** What English words mean in a chat; they stand before AFINN, so that "sick" and "kill" mean what players mean. */
export const english: WordList = {
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
      words: `clean, crisp|y, fire, lit, gas, slap|s, valid, based, king, queen, clutch|ed, clutching,
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
      words: `yoo, yooo, you can do it, u can do it, yes, yeah, yep, yup, crazy, wild, omfg, epic,
        woah, wowzers, no shot, actual insane, unbelievable, excited, exciting, cant believe it,
        goal, goaaal, gool, touchdown, ace, pentakill, penta, headshot, win, won, winning,
        winner, victory, dayum`,
    },
    {
      role: 'criticism',
      valence: -4,
      words: `worst ever, worst stream, worst streamer, the worst, worst, unwatchable, unplayable,
        unbearable, atrocious, abysmal, dogwater, dog water, dogshit, horseshit, bullshit, ass
        cheeks, so ass, is ass, straight ass, hot garbage, dumpster fire, waste of time, what a
        waste, waste of money, scam, scammed, scammer|s, rip off, ripoff, fell off, you fell
        off, fall off, falling off, refund, i want a refund, want my money back, i hate, hate
        this, hate it, hate the, hate you, hate how, thanks for nothing, cash grab, sellout,
        sell out, sold out, flop|s|ped, failed, epic fail, trainwreck, train wreck, painful to
        watch, hard to watch, can't watch, cant watch this, makes no sense, turn your monitor on`,
    },
    {
      role: 'criticism',
      valence: -4,
      toxicity: 30,
      words: `trash, garbage, shitty, crap, crappy, sucks, suck, sucked, sucking, suckz, pathetic,
        disgrace, embarrassing, embarrassment, terrible, horrible, awful, disgusting, rubbish,
        worthless, useless, braindead, brain dead`,
    },
    {
      role: 'criticism',
      valence: -3,
      toxicity: 20,
      words: `nobody wants, no one wants, nobody watches, get off the game, learn to play, l2p, learn
        to aim, delete this, delete the channel, delete your channel, too low, too slow, too
        long, too dark, too small, too expensive, overpriced, too much talking, too many ads,
        slow internet, bad, badly, baddest, so bad, cringe, cringey, cringy, cringing, washed,
        washed up, mid, so mid, mid af, boring, bored, borin, snooze, snoozefest, yawn, zzz,
        zzzz, lame, weak, weak sauce, weaksauce, ugly, annoying, annoyed, gross, stupid game,
        dumb game, overrated, underwhelming, disappointing, disappointed, disappoint, meh, bleh,
        ratio, ratioed, unfunny, unskilled, no skill, skill issue, skillless, hardstuck,
        throw|ing, threw, thrower, threw the game, inting, int, griefing, griefer, choke|d,
        choking, whiff|ed, whiffing, sloppy, clueless, tilted, feeding, feeder, camper, campers,
        camping, tryhard, sweaty, smurf, smurfing, cheat|s|ing|ed, cheater, cheaters, hacker,
        hackers, hacking, hax, aimbot, aimbotting, wallhack, rigged, scripted, staged, fake,
        faked, clickbait, cap, capping, stop the cap, poser, try hard, p2w, pay to win, broken,
        unbalanced, nerf, nerf this, unfair, bs, smh, bruh moment, big oof, facepalm, cooked,
        he's cooked, we're cooked, we are cooked, cry about it, cope, coping, cope harder,
        seethe, mald, malding, malder, dead chat, dead stream, dead game, falls flat, fell flat,
        tired of, sick of, fed up, over it, done with this, stop talking, stop yelling, stop
        screaming, too loud, too quiet, no sound, no audio, can't hear, cant hear, cant hear
        you, can't see, can't see anything, cant see anything, echo, low quality, bad quality,
        bad audio, mic sucks, out of sync, desync, desynced, wtf is this, what is this shit,
        wrong, mistake, misplay, misplayed, fail|s|ing, fails, noob play, not it, ain't it, aint
        it, this ain't it, not great, not the move, a joke, such a joke, joke of a, get good,
        git gud, gitgud, get rekt, rekt, weird, weirdo, weirdos, sus, suspicious, shady, nobody
        cares, no one cares, nobody asked, no one asked, didn't ask, didnt ask, don't care, dont
        care, idc, blah, downgrade, downhill, ruined, ruins, ruining, ruin, messed up, went
        wrong, toxic, toxicity, problematic, hated, hates, miserable, mess, a mess, rip stream,
        rip quality, delayed, oversleep, ghosted, hypocrite, fraud, frauds, fraudulent, bum,
        bums, bot behavior, playing like a bot, like a bot, bronze, boosted, hardstuck bronze,
        carried by team, get carried, egoing, missed again, misses everything, can't aim, cant
        aim, no aim, skip this, stale, outdated, unsubscribed, unsubbed, unsub, unfollowed,
        unfollow, leaving, im leaving, bye unsub`,
    },
    {
      role: 'insult',
      valence: -4,
      toxicity: 60,
      words: `idiot|s|ic, moron|s|ic, imbecile|s, clown|s, what a clown, loser|s, dumbass, dumbasses,
        dumb, dumbo, stupid, stupidass, braindead bot, bozo|s, donkey, simp|s, incel|s,
        neckbeard, virgin, manchild, crybaby, baby rage, brat, dimwit, halfwit, nitwit, fool,
        fools, buffoon, jerk, jerks, creep, creeps, creepy, freak, freaks, dog shit player,
        noob|s, n00b, nub, nubs, newb, scrub|s, trash talker, trash player, trash streamer,
        garbage player, garbage streamer, bot lobby player, lowlife, low life, scum, scumbag,
        scumbags, degenerate, degenerates, dipshit, dumbfuck, dickhead, dick head, jackass,
        asshat, asshole|s, a hole, ahole, shithead, shitbag, dirtbag, douche, douchebag, twat,
        wanker, tosser, bellend, prick, muppet, knob head, you suck, u suck, suck at, sucks at,
        you're bad, ur bad, you are bad, your bad at, so bad at, no one likes you, nobody likes
        you, shut up, stfu, shut the fuck up, shut it, gtfo, get lost, get out of here, go away,
        uninstall, uninstall the game, delete the game, delete your account, quit streaming,
        stop streaming, quit the game, retire already, touch grass, get a life, no life, no
        lifer, get a job, mouth breather, smooth brain, smoothbrain, brainless, room temperature
        iq, low iq, negative iq, 0 iq, zero iq, no brain, attention seeker, gold digger, fatso,
        fatty, fat ass, fatass, ugly ass, stinky, you stink, u stink, you smell`,
    },
    {
      role: 'insult',
      valence: -5,
      toxicity: 90,
      words: `kys, kill yourself, kill urself, kill your self, neck yourself, hang yourself, die in a
        fire, go die, hope you die, drop dead, drink bleach, end yourself, end your life, fuck
        you, fuckyou, fuku, fuck u, fuk u, fk u, fck you, f you, fuck off, fuk off, fucker|s,
        motherfucker|s, mf er, mofo, bitch|es, biatch, bich, b*tch, b1tch, son of a bitch,
        cunt|s, c*nt, whore|s, hoe, hoes, slut|s|ty, skank|s, thot|s, retard|s|ed, r*tard, tard,
        fag, fags, faggot|s, f*ggot, tranny, dyke, nigga|s, nigger|s, n word, chink|s, spic,
        spics, gook|s, kike, kikes, coon, coons, wetback|s, paki, negro, nazi, nazis, subhuman,
        subhumans, vermin, pedo, pedos, pedophile, pussy, pussies, cocksucker, dicksucker, suck
        my dick, suck my, eat shit, piece of shit, pos, pieces of shit, trash human, go to hell,
        burn in hell, rot in hell, go back to your country, rapist, jerkoff, jerk off, inbred`,
    },
    {
      role: 'retort',
      valence: -3,
      toxicity: 20,
      words: `played yourself, who asked, who cares, who tf asked, who even asked, so what, are you
        blind, are u blind, are you deaf, are you kidding, are you kidding me, are you serious,
        are you stupid, are you dumb, are u dumb, are you even trying, do you even, do u even,
        did you even, did you turn your monitor, is your monitor on, is your monitor off, are
        you playing with your feet, playing with your feet, what is this trash, what is this
        garbage, what is this bullshit, what a joke, what a fail, what is wrong with you, what's
        wrong with you, why are you like this, can you not, can you shut up, could you not, u
        mad, you mad, mad bro, are we supposed to, how is this allowed, why even bother, why
        bother, is this a joke, you call this, you call that, who let him cook, who let bro
        cook, who let this guy, what were you thinking, what was that throw`,
    },
    { role: 'insult', valence: -4, toxicity: 60, words: `are you retarded, u retarded` },
    {
      role: 'upset',
      valence: -3,
      words: `feel so bad for, feel bad for, i feel bad, poor guy, poor thing, poor girl, ugh, ughh,
        argh, arghh, aargh, nooo, noooo, noo, oof, rip, f in chat, sad, so sad, sadness,
        saddest, sadly, cry, crying, cried, cries, tears, lonely, alone, depressed, depressing,
        depression, miss him, miss her, miss them, i miss, heartbroken, heartbreaking, broke my
        heart, hurts, it hurts, hurt, pain, painful, so close, unlucky, unlucko, never lucky,
        bad luck, tough luck, rough, yikes, big yikes, aww no, oh no, ohno, welp, damn it,
        dammit, dang it, goddamn it, frustrating, frustrated, tired, so tired, exhausted,
        sleepy, ill, im sick, feel sick, headache, sorry for your loss, my condolences,
        condolences, rest in peace, died last, passed away, rip grandpa, angry, mad, so mad,
        rage, raging, furious, worried, scared, terrified, nervous, anxious, stressed,
        stressful, i give up, given up, hopeless, devastated, it's over, its over, it's so over,
        we lost, i lost, lost again, lose again, losing, loses, lost, lose, heartbreak, tragic,
        disaster, doomed, cursed, jinxed, why me, i can't anymore, cant anymore, gg go next,
        boo, booo, boooo, eww, ew, ewww, hell no, nope, no chance, miss the old`,
    },
    {
      role: 'trouble',
      valence: -2,
      words: `lag|s|ged, laggy, lagging, laggin, lag spike, lag spikes, stutter|s|ing, stuttering,
        buffering, buffer, buffers, frozen, freezes, freezing, froze, crash|es|ed, crashing,
        disconnect|s|ed, dc'd, unskippable, server down, servers down, server issues, dropped
        frames, dropping frames, pixelated, blurry, 360p, 144p, high ping, ping spikes,
        bug|s|ged, buggy, glitch|es|ed, glitchy, paywall, microtransactions, loot boxes`,
    },
    {
      role: 'trouble',
      words: `waiting, in queue, hours late, minutes late, every 2 seconds, every five seconds, every
        5 seconds, every two seconds, ads, ad, another ad, adverts, mid roll, midroll, queue,
        queues, queue time, queue times, loading screen, loading screens, connection, delay`,
    },
    {
      role: 'irony',
      words: `yeah right, sure buddy, sure bro, suuure, riiight, oh great, just great, oh wow, what a
        surprise, shocker, how original, how surprising, genius move, slow clap, good luck with
        that, nice job breaking, totally not, as if, im sure, great another, so much fun waiting`,
    },
    {
      role: 'profanity',
      valence: -2,
      toxicity: 25,
      words: `fuck, fucks, fuk, fck, f*ck, f**k, f***, fk, fuckin hell, fucking hell, shit, shits,
        sh*t, s**t, sh1t, damn, damned, goddamn, god damn, hell, bloody hell, bollocks, piss,
        pissed, pissed off, ass, a**, arse, wtf, what the fuck, what the hell, what the heck,
        wth, tf, the fuck, ffs, for fuck sake, jfc, bastard, bastards`,
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

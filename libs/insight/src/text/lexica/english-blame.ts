import type { WordList } from '../word-list.ts';

/** Blame, insult, sorrow and trouble in English; the insults stand here to be recognised. */
export const englishBlame: WordList = {
  language: 'en',
  words: [
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
      words: `nobody likes, no one likes, nobody enjoys, lazy, i'm out, im out, nobody wants, no one
        wants, nobody watches, get off the game, learn to play, l2p, learn to aim, delete this,
        delete the channel, delete your channel, too low, too slow, too long, too dark, too
        small, too expensive, overpriced, too much talking, too many ads, slow internet, bad,
        badly, baddest, so bad, cringe, cringey, cringy, cringing, washed, washed up, mid, so
        mid, mid af, boring, bored, borin, snooze, snoozefest, yawn, zzz, zzzz, lame, weak, weak
        sauce, weaksauce, ugly, annoying, annoyed, gross, stupid game, dumb game, overrated,
        underwhelming, disappointing, disappointed, disappoint, meh, bleh, ratio, ratioed,
        unfunny, unskilled, no skill, skill issue, skillless, hardstuck, throw|ing, threw,
        thrower, threw the game, inting, int, griefing, griefer, choke|d, choking, whiff|ed,
        whiffing, sloppy, clueless, tilted, feeding, feeder, camper, campers, camping, tryhard,
        sweaty, smurf, smurfing, cheat|s|ing|ed, cheater, cheaters, hacker, hackers, hacking,
        hax, aimbot, aimbotting, wallhack, rigged, scripted, staged, fake, faked, clickbait,
        cap, capping, stop the cap, poser, try hard, p2w, pay to win, broken, unbalanced, nerf,
        nerf this, unfair, bs, smh, bruh moment, big oof, facepalm, cooked, he's cooked, we're
        cooked, we are cooked, cry about it, cope, coping, cope harder, seethe, mald, malding,
        malder, dead chat, dead stream, dead game, falls flat, fell flat, tired of, sick of, fed
        up, over it, done with this, stop talking, stop yelling, stop screaming, too loud, too
        quiet, no sound, no audio, can't hear, cant hear, cant hear you, can't see, can't see
        anything, cant see anything, echo, low quality, bad quality, bad audio, mic sucks, out
        of sync, desync, desynced, wtf is this, what is this shit, wrong, mistake, misplay,
        misplayed, fail|s|ing, fails, noob play, not it, ain't it, aint it, this ain't it, not
        great, not the move, a joke, such a joke, joke of a, get good, git gud, gitgud, get
        rekt, rekt, weird, weirdo, weirdos, sus, suspicious, shady, nobody cares, no one cares,
        nobody asked, no one asked, didn't ask, didnt ask, don't care, dont care, idc, blah,
        downgrade, downhill, ruined, ruins, ruining, ruin, messed up, went wrong, toxic,
        toxicity, problematic, hated, hates, miserable, mess, a mess, rip stream, rip quality,
        delayed, oversleep, ghosted, hypocrite, fraud, frauds, fraudulent, bum, bums, bot
        behavior, playing like a bot, like a bot, bronze, boosted, hardstuck bronze, carried by
        team, get carried, egoing, missed again, misses everything, can't aim, cant aim, no aim,
        skip this, stale, outdated, unsubscribed, unsubbed, unsub, unfollowed, unfollow,
        leaving, im leaving, bye unsub`,
    },
    {
      role: 'insult',
      valence: -4,
      toxicity: 60,
      words: `you are so bad, you are so so bad, ur so bad, you're so bad, u are so bad, he is so bad, stupid streamer, dumb streamer, stupid bitch, uninstall please, just uninstall, uninstall bro, please uninstall, idiot|s|ic, moron|s|ic, imbecile|s, clown|s, what a clown, loser|s, dumbass, dumbasses, stupidass, braindead bot, bozo|s, simp|s, incel|s, neckbeard, virgin, manchild, crybaby, baby rage, dimwit, halfwit, nitwit, buffoon, dog shit player, trash talker, trash player, trash streamer, garbage player, garbage streamer, bot lobby player, lowlife, low life, scum, scumbag, scumbags, degenerate, degenerates, dipshit, dumbfuck, dickhead, dick head, jackass, asshat, asshole|s, a hole, ahole, shithead, shitbag, dirtbag, douche, douchebag, twat, wanker, tosser, bellend, prick, muppet, knob head, you suck, u suck, suck at, sucks at, you're bad, ur bad, you are bad, your bad at, so bad at, no one likes you, nobody likes you, shut up, stfu, shut the fuck up, shut it, gtfo, get out of here, uninstall the game, delete the game, delete your account, quit streaming, stop streaming, quit the game, retire already, touch grass, get a life, no lifer, get a job, mouth breather, smooth brain, smoothbrain, brainless, room temperature iq, low iq, negative iq, 0 iq, zero iq, no brain, attention seeker, gold digger, fatso, fatty, fat ass, fatass, ugly ass, you stink, u stink, you smell`,
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
      role: 'insult',
      valence: -4,
      toxicity: 45,
      words: `noob|s, n00b, nub, nubs, newb, stupid, fool, fools, dumb, dumbo, donkey, brat, creep,
        creeps, creepy, freak, freaks, jerk, jerks, stinky, get lost, go away, scrub|s, no life`,
    },
    { role: 'criticism', valence: -3, toxicity: 45, words: `uninstall` },
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
  ],
};

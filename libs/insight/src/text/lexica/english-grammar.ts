import type { WordList } from '../word-list.ts';

/** English words that shape a sentence, and words of AFINN that mean nothing bad or good in a game. */
export const englishGrammar: WordList = {
  language: 'en',
  words: [
    {
      role: 'negator',
      words: `not, no, nor, none, without, cannot, can't, cant, won't, wont, isn't, isnt, wasn't,
        wasnt, aren't, arent, weren't, werent, ain't, aint, doesn't, doesnt, didn't, didnt,
        hasn't, hasnt, haven't, havent, hadn't, wouldn't, wouldnt, shouldn't, shouldnt,
        couldn't, couldnt, hardly, barely, nobody, no one, noone, neither, nothing, lacks,
        lacking, lack of, nowhere near, not even, no way this is, aint no way, ain't no way, not
        that, not very, not so, not really, never been, far from, anything but, stopped being,
        used to be, would be, could be, if only, wish it was, wish this was, wish you were`,
    },
    {
      role: 'forbids',
      words: `never, don't, dont, do not, dont you, don't you, don't ever, dont ever, never ever`,
    },
    {
      role: 'booster',
      words: `so, very, really, too, super, hella, mad, absolutely, totally, extremely, incredibly,
        genuinely, actually, truly, way, such, such a, such an, pretty, deadass, lowkey so,
        straight, freaking, frickin, friggin, fricking, most, even, even more, all time, this is
        so, ridiculously, seriously, honestly, literally, always, quite, real, damn near, sooo,
        soo, extra, ultra, insanely so`,
    },
    {
      role: 'booster',
      toxicity: 25,
      words: `fucking, fuckin, fkn, fking, f*cking, effing, goddamn, bloody, motherfucking`,
    },
    {
      role: 'softener',
      words: `kinda, kind of, sorta, sort of, a bit, a little, slightly, somewhat, a tad, maybe,
        almost, nearly, little bit, mostly, lil, lowkey, semi, half`,
    },
    { role: 'contrast', words: `but, however, although, though, yet, except` },
    {
      role: 'address',
      words: `you're, youre, you are, ur, u r, u are, you're such, you are such, you r, yall are,
        y'all are, you guys are, he's, hes, he is, she's, she is, they're, they are, this guy
        is, this streamer is, streamer is, your`,
    },
    {
      role: 'subject',
      words: `i, you, u, he, she, it, we, they, this, that, these, those, there, anyone, anybody,
        any1, someone, somebody, everyone, everybody, y'all, yall, ya, the, a, an, my, his, her,
        their, our, its, chat's, here, streamer, mods, him, them, me, us, these guys, you guys,
        it's, im, i'm, ive, i've, i'll, id, that's, thats, there's, theres`,
    },
    {
      role: 'auxiliary',
      words: `is, are, was, were, am, does, did, can, could, will, would, shall, should, has, isnt it,
        have, had, do, may, may i, might`,
    },
    {
      role: 'asks',
      words: `what, what's, whats, wat, wut, which, where, where's, wheres, who, who's, whos, whose,
        whom, why, why's, whys, when is, when are, when does, when do, when did, when will, when
        was, when's, whens, when can, how many, how much, how long, how old, how often, how far,
        how big, how tall, how do, how does, how did, how is, how's, hows, how are, how was, how
        can, how to, how come, how about, how would, how should, how u, how you, how to get,
        wdym, wdyt, hru, wya, wyd, wbu, wym, thoughts on, opinions on`,
    },
    { role: 'exclaims', words: `how` },
    {
      role: 'question',
      words: `did i miss, what did i miss, u playing, you playing, u gonna, you gonna, u still, you
        still playing, still live, anyone know, anybody know, any1 know, anyone knows, anyone
        got, does anyone, does anybody, do any of you, anyone else, any idea, any ideas, any
        tips, any news, any chance, any update, any updates, anyone here, anyone from, can
        someone, can anyone, could someone, could anyone, can somebody, has anyone, is anyone,
        is anybody, is there, are there, was there, is it, is this, are you, are u, are we, are
        they, did you, did u, did he, did she, did they, do you, do u, does it, does he, does
        she, does this, have you, have u, will you, will u, can you, can u, can i, can we, could
        you, would you, would u, should i, should we, u good, you good, you ok, u ok, you okay,
        you alright, song name, name of the song, name of this song, name of the game, what
        song, what game, what time, what rank, what happened, what map, what is, what are, what
        was, what did, what does, what do, idk what this is, which one, which game, which song,
        game name, is that, wanna know, want to know, tell me why, tell me how, explain to me,
        someone explain, somebody explain, someone tell me, am i the only, am i the only one,
        what about, wait what, since when, until when, for how long, from where, where from, who
        is, who are, who was, who won, who's that, who is this, who is that, why is, why are,
        why does, why do, why did, why was, why not, why dont you, why don't you`,
    },
    {
      role: 'advice',
      words: `you can, u can, you can always, you should, u should, ya should, he should, she should,
        they should, we should, should've, shouldve, should have, shoulda, shouldn't have, you
        shouldn't, you need to, u need to, you needa, he needs to, she needs to, you needs to,
        need to, you have to, u have to, you gotta, u gotta, gotta, you must, u must, you
        better, u better, you'd better, better to, it's better to, its better to, you could, u
        could, you can just, you can also, u can just, you can use, you can try, you might want
        to, might wanna, you may want to, may wanna, try to, try and, try using, try the, try a,
        try going, try playing, try putting, try turning, try it, try this, try that, try out,
        make sure, be sure to, be careful, watch out, look out, look behind, watch your, careful
        with, careful of, remember to, don't forget, dont forget, do not forget, just use, just
        go, just take, just buy, just play, just do, just try, just stay, just wait, just get,
        just press, just turn, just put, just keep, just hold, just let, why don't you just, why
        dont you try, why not try, why not use, how about you, how about trying, i would, i'd,
        id say, if i were you, if i was you, i suggest, i recommend, i'd recommend, id
        recommend, i would recommend, recommend, recommended to, my advice, advice, pro tip,
        protip, tip, tips, hint, hint hint, suggestion, consider, never go, never use, never
        trust, never buy, never peek, please play, please use, please turn, pls play, pls turn,
        plz play, please do, pls do, please stop, pls stop, please don't, pls dont, please dont,
        can you please, could you please, can u please, can u pls, you want to, u want to, you
        wanna, u wanna, you'll want, time to use, needs more, need more, needs to be, go back
        to, go back and, best to, worth trying, worth a try, give it a try, go left, go right,
        go mid, go top, go bot, turn left, turn right, turn around, turn up, turn down, turn on,
        turn off, stop playing, stop using, stop going, stop wasting, take a break, drink water,
        stay hydrated, hydrate, get some rest, get some sleep, eat something, check your, check
        the, check out, switch to, look at the, look up, use your, use the, use a, save your,
        save the, wait for, play around, play safe, don't peek, dont peek`,
    },
    {
      role: 'imperative',
      words: `use, try, go, take, buy, sell, turn, check, push, pick, put, get, equip, drop, save,
        restart, reload, hide, ban, unban, play, hit, pull, switch, change, move, jump, dodge,
        block, heal, craft, build, upgrade, skip, add, remove, open, close, click, press, type,
        read, say, tell, ask, give, bring, keep, leave, make, watch, stay, avoid, focus, aim,
        farm, ward, flank, rotate, eat, drink, follow, unmute, mute, lower, raise, increase,
        decrease, update, download, install, start, begin, finish, stop, wait, look, remember,
        listen, run, roll, shoot, throw, grab, collect, loot, swap, peek, hold, call, set, spam,
        cast, rush, invite, crouch, reset, rejoin, refresh, clear, zoom, show, please, pls, plz,
        let`,
    },
    {
      role: 'stative',
      words: `seen, gonna, again, thought, knew, heard, played, tried, watched, been, going, fails,
        gets, ever, happened, happens, expected, said, know, think, care, want, get it, believe,
        understand, see, mind, worry, need, feel, agree, trust, wanna, usually, deserve, recall,
        really know, get why, get how, get what, give a, exist, work, matter, seem, sound, make
        sense`,
    },
    {
      role: 'opener',
      words: `bro, bruh, brah, dude, man, mate, guys, chat, boys, lads, folks, fam, buddy, yo, ayo,
        ok, okay, k, kk, so uh, um, uh, uhh, umm, hmm, hm, well, oh, ah, ahh, aha, ooh, oooh,
        omg, omfg, oh my god, oh my gosh, sorry, excuse me, btw, and, or, also, then, now, just,
        quick question, question, sir, ma'am, miss, girl, girlie, bestie, baby, babe, king
        please, alright, aight, anyway, anyways, seriously though, ngl, tbh, imo, idk, jk, nah,
        hold on, wait so, because, cuz, cause, real talk, honest question, serious question,
        noob question, dumb question, stupid question`,
    },
    {
      role: 'greeting',
      words: `hi, hii, hello, helo, hey, heya, heyy, hiya, howdy, sup, wassup, what's up, whats up, hi
        chat, hello chat, hi guys, hi everyone, good morning, gm, morning, morning all, good
        evening, evening, evening all, good afternoon, good night, goodnight, gn, nighty night,
        night night, night chat, night all, nini, bye, byebye, bye bye, goodbye, cya, see ya,
        see you, see u, cu, laters, later guys, take care, peace out, welcome, welcome back,
        welcome in, wb, welcome to the stream, welcome everyone, glad to be here, happy to be
        here, just got here, made it, i'm here, im here, i'm back, im back, back from work,
        first time here, new here, greetings, hallo chat, henlo, hewwo, hola chat, sup chat, yo
        chat, how's it going, hows it going, how are you, how are u, how r u, hope you're well,
        hope everyone is well, hope you are well, have a good one, have a good night, have a
        good day, have a nice day, have a great day, have a great night, sweet dreams, sleep
        well, gotta go, gtg, g2g, heading out, heading off, off to bed, off to work, merry
        christmas, happy new year, happy birthday, hbd, from brazil, from germany, greetings
        from, hello from, hi from, long time no see, missed the start, catch you later, until
        next time, see you tomorrow, see you next time`,
    },
    {
      role: 'plain',
      words: `brb, fell off the, fall off the, fell off a, you can see, you can tell, you can hear, u
        can see, u can tell, screams, screamed, the feeling, feel like, feels like, felt like,
        cry of fear, what a, what an, even close to, mid lane, mid laner, mid laners, mid
        jungle, the mid, in mid, mid game, mid season, midgame, kill, kills, killed, killing,
        killer, dead, die, dies, died, dying, death, deaths, fight, fights, fighting, fought,
        attack, attacks, attacked, attacking, battle, battles, war, wars, gun, guns, shot,
        shots, shooting, bomb, bombs, boss, enemy, enemies, missed, stopped, pay, dropped,
        demon, devil, ghost, ghosts, zombie, zombies, murder, poison, poisoned, trap, traps,
        trapped, steal, steals, stole, stolen, destroy, destroyed, wreck, wrecked, smash,
        smashed, crush, crushed, burn, burned, burning, hits, hard, hardcore, hell let loose,
        dark, darkness, darkest, dark souls, shadow, blood, bloody stage, monster, monsters,
        beast mode, evil, bans, banned, blocked, cut, cuts, limited, charged, cool down,
        cooldown, cancel, cancelled, hunt, strike, struck, exploit, exploits, trick, tricks,
        fire rate, gray, falling, fall, fell, alone in the dark, cool guy, top, top lane, god,
        gods, jesus, jesus christ, christ, wants, wanted, matters, natural, share, shared,
        shares, join, cleared, feeling, big, commit, commitment, growth, growing, gain, gains,
        gained, support, supports, supporter, help, helps, chance, chances, certain, increased,
        increases, allow, alive, cared, interests, interest, number, number one, protect,
        protected, protection, saves, saved, safe, safety, united, unity, vision, visions,
        worth, yeah, yes, likes, super smash, heaven, secret, hope, hopes, wish, wishes,
        wishing, dream, dreams, favorited, reach, reached, reaching, easy, easier, novel,
        stealth, hug, hugs, bless, grand, grant, grants, fan, fans, fit, fitness, free, freedom,
        hero, heroes, honest, honor, huge, joke, jokes, joking, kiss, lucky, luck, good luck,
        gl, glhf, gl hf, hf, have fun, main, mature, meaningful, notorious, opportunity, peace,
        popular, powerful, prepared, promise, pure, rich, rights, shy, sincere, solution, solve,
        solved, strong, stronger, strength, superior, swift, treasure, vested, wealth, wins,
        winner, won, gold, golden, challenge, challenging, active, adventure, advantage, agree
        to, ability, accept, accepted, admit, admits, alert, anti, apologise, apologize, my bad,
        mb, arrest, ass, avenge, award, awkward, axe, barrier, bid, blind, blow, boost,
        breaking, broken arrow, cash, ceo, clash, collapse, collision, combat, corner, crazy
        taxi, crisis, damage, dmg, danger, dangerous, debt, defend, defense, defence, delay,
        delayed, deny, denies, detached, dirt, dirty, disease, disguise, dizzy, doubt, drag,
        drown, drunk, dumped, empty, ensure, escape, exclude, expose, exposed, fire, fired,
        flee, fog, forced, forget, forgot, forgotten, funeral, harsh, haunted, hides, hiding,
        ignore, ignored, injury, inject, isolated, jail, kick, kicked, lag comp, leak, leaked,
        left, loom, low, lowest, melt, mindless, misunderstand, nuke, numb, odd, opponent,
        penalty, pressure, prison, problem, problems, punish, punished, questions, questioned,
        rainy, reject, resign, restrict, retreat, risk, riot, screw, screwed, screaming, scream,
        shake, shock, shocked, shocking, sink, slash, slow, slowly, small, snipe, sniped,
        sniping, solid snake, sore, stab, stall, starve, strange, stuck, suspect, suspend,
        swear, tax, threat, tease, thief, tout, troll, unclear, undercover, vague, victim,
        violent, virus, vulnerable, walkout, warn, warning, warned, weapon, weird flex, weep,
        widow, wound, youth, yell, no cap, no joke, no doubt, no kidding, not gonna lie, no
        problem with, never mind, nevermind, nvm, no idea, no clue, cant believe, can't believe,
        how the turntables, wow classic, no u, no you, no way, noway, bad boys, bad company, bad
        bunny, breaking bad, wicked, thats crazy bro, that's crazy, thats crazy, sucks to be,
        hate watch, love island, dont worry, don't worry, don't hate, no hate, good old, good
        lord, good grief, good question, good heavens, dead by daylight, left 4 dead, red dead,
        dead cells, dying light, die hard, kill feed, killstreak, kill streak, killed me, kill
        him, kill her, kill them, kill it, got killed, almost died, full hp, insane mode, hell
        mode, death match, deathmatch, team death match, no commentary, no hit, no hit run, no
        death run, no scope, noscope, rage quit, ragequit, sick leave`,
    },
    {
      role: 'function',
      words: `of, to, in, for, on, with, as, at, by, from, be, being, who'll, which is, if, than, too
        many, into, about, out, up, down, over, after, before, some, any, each, every, all,
        both, only, own, same, once, while, during, between, through, until, what're, got, goes,
        makes, makes me, looks, want to, come, came, one, two, time, today, tomorrow, yesterday,
        day, people, game, games, games like, player, players, playing, stream, streams,
        streaming, watching, new, old, first, last, next, back, still, never seen, anymore,
        always been, here's, when, thing, things, everything, something, anything, much, many,
        more, less, other, another, i'd like, would've`,
    },
  ],
};

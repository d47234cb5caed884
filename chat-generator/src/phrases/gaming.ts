import { englishEveryday } from './english.ts';
import { koreanEveryday } from './korean.ts';
import type { Show, Topic } from './show.ts';

const bossFight: Topic = {
  remarks: [
    'phase two is brutal',
    'dodge left on the sweep',
    'save the potion for later',
    'stay close to its tail',
    'the second swing is a fake',
    'he greeds every single time',
    'that hitbox is a lie',
    'bleed does nothing here',
    'shield up after the roar',
    'this arena music is amazing',
    'one more try then bed',
    'watch the stamina bar',
    'you have no flasks left',
    'the boss is almost dead',
    'summon would make this easier',
    'parry the third hit, not the first',
  ],
  questions: [
    [
      'how many tries so far?',
      'how many attempts is this?',
      'how many times has he died here?',
      'what try is this?',
    ],
    ['is this the last boss?', 'last boss yet?', 'is this the final one?'],
    ['which weapon is that?', 'what weapon are you using?', 'what sword is this?'],
    ['does fire work on it?', 'is it weak to fire?'],
  ],
  moments: [
    {
      echoes: ['HE DID IT', 'FINALLY DOWN', 'LETS GO'],
      reactions: [
        'what a fight',
        'two hours for this',
        'I am shaking',
        'first kill on stream',
        'no hit at the end, wow',
        'that was beautiful',
      ],
      emotes: ['PogChamp', '🎉', '🔥', 'Pog', '👏'],
    },
    {
      echoes: ['ONE HIT LEFT', 'NOOO ONE HIT', 'SO CLOSE'],
      reactions: [
        'I cannot watch this',
        'greed got him again',
        'he rolled into it',
        'the pain is real',
        'that camera killed him',
      ],
      emotes: ['BibleThump', '😭', '💀', 'FeelsBadMan', 'KEKW'],
    },
  ],
};

const builds: Topic = {
  remarks: [
    'dexterity is better early',
    'that ring is wasted on you',
    'respec before the swamp',
    'heavy armor slows the roll',
    'magic makes it too easy',
    'two daggers look so cool',
    'level health first',
    'the green charm stacks with it',
    'upgrade the bow already',
    'this build melts everything',
    'stop hoarding your gold',
    'light armor looks nicer anyway',
  ],
  questions: [
    ['what level are you?', 'what level is he now?', 'which level are you on?'],
    ['can you show your stats?', 'show stats please?', 'could you show the build?'],
    ['is the axe any good?', 'axe worth it?'],
  ],
  moments: [
    {
      echoes: ['GOLD DROP', 'LEGENDARY', 'NO WAY IT DROPPED'],
      reactions: [
        'one percent chance',
        'I farmed a week for that',
        'equip it right now',
        'luckiest man alive',
        'he will sell it by mistake',
      ],
      emotes: ['PogChamp', 'KEKW', '🔥', 'Pog', 'monkaS'],
    },
  ],
};

const speedrun: Topic = {
  remarks: [
    'skip the elevator',
    'the wall clip saves forty seconds',
    'record is under two hours',
    'practice the jump first',
    'that route is outdated',
    'you lost time at the bridge',
    'the timer is still running',
    'this split was gold',
    'menus cost him ten seconds',
    'the glitch needs thirty frames',
    'safe route is fine for a first run',
  ],
  questions: [
    ['what is your best time?', 'whats the personal best?', 'best time so far?'],
    ['is that skip allowed?', 'is the skip legal in this category?'],
    ['when is the race on Friday?', 'what time does the race start?', 'race on Friday when?'],
  ],
  moments: [
    {
      echoes: ['NEW BEST', 'PERSONAL BEST', 'GOLD SPLIT'],
      reactions: [
        'three minutes ahead',
        'that jump was perfect',
        'I have goosebumps',
        'the whole route worked',
        'he found his rhythm',
      ],
      emotes: ['Pog', '🔥', '👏', 'PogChamp', '🎉'],
    },
    {
      echoes: ['RUN IS DEAD', 'RIP RUN', 'RESET'],
      reactions: [
        'fell through the floor',
        'that is the third reset',
        'the bridge again',
        'go next',
        'take a break man',
      ],
      emotes: ['💀', 'BibleThump', 'LUL', 'FeelsBadMan', '😭'],
    },
  ],
};

const snackBreak: Topic = {
  remarks: [
    'pineapple pizza is fine',
    'the cat wants attention',
    'water break for everyone',
    'that mug is huge',
    'noodles at midnight, respect',
    'the cat owns this channel',
    'please feed the cat',
    'new chair looks comfy',
    'snack tier list when',
    'I am eating soup right now',
  ],
  questions: [
    ['whats the name of the cat?', 'what is the cat called?', 'cat name?'],
    ['which headset is that?', 'what headset do you use?'],
    ['how long is the stream today?', 'how long will you stream?', 'until when is the stream?'],
  ],
  moments: [
    {
      echoes: ['CAT ON KEYBOARD', 'THE CAT IS PLAYING', 'CAT CAM'],
      reactions: [
        'better aim than him',
        'let the cat play',
        'he paused for the cat',
        'the cat pressed reset',
        'content of the year',
      ],
      emotes: ['catJAM', '😂', 'LUL', '❤️', 'KEKW'],
    },
  ],
};

const koreanTopic: Topic = {
  remarks: [
    '보스 패턴 진짜 어렵다',
    '물약 아껴야지',
    '왼쪽으로 굴러야 돼',
    '이 무기 세다',
    '한 대만 더',
  ],
  questions: [['이거 난이도 어떻게 되나요?', '난이도 뭐예요?', '혹시 난이도 뭔가요?']],
  moments: [
    {
      echoes: ['와 미쳤다', '잡았다', '가자'],
      reactions: ['드디어 깼네', '소름 돋았어', '손에 땀난다', '이걸 잡네'],
      emotes: ['👏', '🔥', '😭', 'PogChamp'],
    },
  ],
};

/** An evening of a hard game, mostly in English. */
export const gaming: Show = {
  title: 'Hard mode evening: boss, builds and a run',
  koreanShare: 0.08,
  voices: {
    en: { ...englishEveryday, topics: [bossFight, builds, speedrun, snackBreak] },
    ko: { ...koreanEveryday, topics: [koreanTopic] },
  },
};

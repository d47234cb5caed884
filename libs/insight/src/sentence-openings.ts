/** Words that begin a sentence about a room without naming anybody. */
const openings = new Set(
  (
    'a an the this that these those there here it its they their them we our he his she her you your i in on at of ' +
    'for from with without by as to after before during while when once since until although though despite because ' +
    'if and but or so yet also then now today tonight meanwhile overall mostly generally largely mainly many most ' +
    'much more some several few fewer all both each every everyone everybody someone somebody nobody no none not ' +
    'one others other another another’s viewers viewer chatters chatter chat people fans fan audience community ' +
    'crowd spectators watchers users members participants regulars newcomers players gamers listeners streamers ' +
    'streamer stream room mood vibe energy discussion discussions conversation conversations debate debates talk ' +
    'topics topic questions question comments comment reactions reaction messages message requests request ' +
    'complaints complaint criticism praise jokes joke laughter excitement hype opinions opinion feelings sentiment ' +
    'requests greetings greeting cheers support frustration confusion concern concerns interest curiosity anger ' +
    'joy fun lots plenty dozens hundreds half part parts what who why how where which whether just only even still ' +
    'first firstly second third finally eventually later earlier early late soon last next once twice throughout initially ' +
    'again another about around between among amid amidst across over under against like unlike plus minus positive ' +
    'negative neutral mixed lively busy quiet calm happy glad excited amused curious confused frustrated upset angry ' +
    'divided split friendly playful heated cheerful enthusiastic disappointed worried technical light loud small'
  ).split(' '),
);

/** Whether a word in lower case may begin an English sentence without being a name. */
export const opensSentences = (word: string): boolean =>
  openings.has(word) || /(?:ing|ed|ly|ments?|ions?)$/.test(word) || !/^[a-z’']+$/.test(word);

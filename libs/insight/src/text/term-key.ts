import { HANGUL, scriptOf } from './characters.ts';

const SHORTEST = 3;
const SHORTEST_SYLLABLES = 2;
const LONGEST = 24;

/** Words of every chat that tell nothing of its subject, without repeated letters as the words they are compared with. */
const COMMON = new Set(
  `stream streams chat chats game games guy guys thing things stuff way lot day days time times today tonight
  tomorrow yesterday people someone everyone anyone bro dude man let lets gonna wanna gotta come came went made got
  look looks looking watch watching play playing player playing said says saying done doing does tell told feel
  need needs want wants start started end ended part bit kind sort year years week weeks hour hours minute minutes
  min mins sec second seconds right left back next last first place point side whole every always ever never yet
  already soon later ago late early well better still again about round turn yes yeah sorry please okay fine sure
  maybe probably actually literally basically imagine remember forget forgot believe guess hope wish help work works
  video live channel viewer viewers mod mods streamer broadcast num number wait stop keep http https www com
  trying tried tries used uses using try called call calls gets getting gave given gives giving taken takes taking
  makes making comes coming seen sees seeing sounds sound thought thinking thinks thank trust turned turns turning
  instead though although however anyway anyways also too even else once twice away around along across before
  behind below above under over without within since until till unless whether either neither both few many much
  more most less least several such same different another other others own big small long short high low full
  half able ready real whatever whoever wherever somewhere anywhere nowhere something anything nothing everything
  someday kinda sorta gotcha idea reason problem question answer example case fact word name person user users
  friend friends dudes girl boy boys girls man men woman women kid kids guessing found find finds finding put puts
  seems seem goes went gone running runs run ran set sets hear heard talking talk talks speak read reading
  write wrote written hold happen happens happened change changed changes move moved open close closed send sent
  show shows shown bring brought leave leaves lost lose buy bought sell pay paid meant mean means
  currently recently usually often sometimes especially exactly completely totally entirely almost nearly rather
  quite simply easily quickly suddenly finally eventually obviously apparently seriously honestly hopefully
  have has had been being would could should might must shall will can cant dont doesnt didnt isnt wasnt wont
  thats whats theres heres youre theyre were where when what which while who whom whose why how than then them
  they their there these those this that with from into onto upon about after against because between
  이거 그거 저거 이게 그게 저게 이건 그건 저건 이걸 그걸 저걸 여기 거기 저기 지금 오늘 내일 어제 아까 그냥 근데 그리고
  그래서 이제 다시 계속 많이 조금 우리 저는 나는 내가 제가 나도 저도 너는 니가 네가 형님 형 누나 언니 오빠 분들 여러분 사람
  사람들 이번 다음 저번 방송 게임 채팅 방장 스트리머 시청자 구독 생각 느낌 정도 때문 하나 둘 셋 이렇게 저렇게 그렇게 아직 벌써
  먼저 나중 맨날 매일 항상 일단 원래 갑자기 혼자 같이 모두 다들 아니 그럼 아마 거의 이미 방금 잠깐 잠시 처음 마지막 부분 경우
  있는 없는 같은 같아 보고 하고 해서 하는 되는 이런 그런 저런 어떤 모든 이상 이하 시간 정도 뭐가 뭐든`
    .split(/\s+/)
    .map((word) => word.replace(/([^\d])\1+/g, '$1')),
);
/** Ends of Korean verbs and adjectives: such words name nothing. */
const PREDICATE =
  /(?:니다|네요|어요|아요|해요|세요|데요|에요|예요|었다|았다|했다|한다|하다|는다|는데|은데|인데|지만|어서|아서|해서|하고|하는|하면|려고|라고|다고|네|죠|음|임|함|됨|다|까|냐|자|게|던|듯|요)$/;
const PARTICLES =
  /(?:에서는|에서|에게|한테|까지|부터|으로|처럼|보다|이랑|이나|이라|라는|은|는|이|가|을|를|에|의|로|도|만|와|과|랑|야)$/;

/** One key for the forms of a word that may tell what a message is about; "" for words that do not. */
export function termKey(word: string): string {
  if (word.length > LONGEST || COMMON.has(word)) return '';
  if (scriptOf[word.charCodeAt(0)] === HANGUL) return koreanKey(word);
  const isSyllabic = word.charCodeAt(0) >= 0x3041;
  if (word.length < (isSyllabic ? SHORTEST_SYLLABLES : SHORTEST)) return '';
  const singular = word.endsWith('s') && word.length > SHORTEST ? word.slice(0, -1) : word;
  return COMMON.has(singular) ? '' : singular;
}

function koreanKey(word: string): string {
  if (PREDICATE.test(word) && word.length > SHORTEST_SYLLABLES) return '';
  const noun = word.replace(PARTICLES, '');
  const key = noun.length >= SHORTEST_SYLLABLES ? noun : word;
  return key.length < SHORTEST_SYLLABLES || COMMON.has(key) ? '' : key;
}

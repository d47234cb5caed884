/** How much a key counts when two questions are compared. */
export const WEAK = 1;
export const KIND = 2;
export const STRONG = 3;
export type Weight = typeof WEAK | typeof KIND | typeof STRONG;

export interface Concept {
  readonly name: string;
  readonly weight: Weight;
}

/**
 * Words of one meaning, so that a question is recognised in other words and in the other language: a name, how much
 * it counts, English and other words written with blanks ("_" stands for one), then pieces of Korean words.
 * KIND is what is asked for, STRONG what it is about, WEAK what most chats are about anyway.
 */
const rows: readonly (readonly [string, Weight, string, string])[] = [
  [
    'when',
    KIND,
    'when whens what_time what_day which_day cuando cuándo quand wann quando когда',
    '언제 몇시',
  ],
  ['where', KIND, 'where wheres donde dónde où wo onde dove где', '어디'],
  ['who', KIND, 'who whos whose quien quién qui wer quem chi кто', '누구 누가 누군 누굴'],
  [
    'why',
    KIND,
    'why whys how_come porque por_que por_qué pourquoi warum wieso perche perché почему зачем',
    '왜 어째서',
  ],
  [
    'how many',
    KIND,
    'how_many cuanto cuánto cuantos cuántos cuantas combien wieviel wie_viele quanto quantos quantas quanti сколько',
    '몇 얼마나',
  ],
  ['how long', KIND, 'how_long', '얼마나오래 몇시간 몇분'],
  ['how', KIND, 'how hows como cómo comment wie come как', '어떻게 어케 어뜨케 어떡'],
  [
    'until when',
    STRONG,
    'until_when till_when how_late hasta_cuando hasta_cuándo até_quando bis_wann',
    '언제까지 몇시까지',
  ],
  [
    'song',
    STRONG,
    'song songs music track tracks tune bgm soundtrack ost playlist canción cancion musica música musique chanson lied musik canzone песня музыка',
    '노래 음악 브금 배경음 곡',
  ],
  [
    'name',
    WEAK,
    'name names called title titled nombre nome nom',
    '제목 이름 곡명 제품명 제품 기종 모델명',
  ],
  ['age', STRONG, 'how_old age birthday', '몇살 나이 생일'],
  [
    'game',
    KIND,
    'game games play playing plays juego juegas jeu jogo joga spiel spielst gioco игра',
    '게임 겜',
  ],
  [
    'stream',
    WEAK,
    'stream streams streaming live broadcast directo transmisión',
    '방송 라이브 스트리밍',
  ],
  [
    'start',
    WEAK,
    'start starts starting started begin begins beginning empieza empezar commence começa startet inizia',
    '시작',
  ],
  [
    'end',
    STRONG,
    'end ends ending over finish finishing termina acaba finit endet finisce',
    '끝나 끝남 끝내 방종 종료',
  ],
  [
    'next',
    STRONG,
    'next tomorrow próximo proximo siguiente prochain prochaine próxima nächste prossimo',
    '다음 담번 내일',
  ],
  ['last', STRONG, 'last final latest último ultimo dernier', '마지막 막판'],
  ['first time', STRONG, 'first_time first_playthrough first_run blind', '처음 첫판 초회'],
  ['try', STRONG, 'try tries attempt attempts', '트라이 시도 번째'],
  ['weapon', STRONG, 'weapon weapons gun guns sword', '무기 총'],
  ['rank', STRONG, 'rank ranks ranked elo mmr tier', '랭크 티어 점수'],
  ['level', STRONG, 'level levels lvl', '레벨 렙'],
  ['difficulty', STRONG, 'difficulty', '난이도'],
  ['server', STRONG, 'server servers region', '서버'],
  [
    'computer',
    STRONG,
    'pc specs spec gpu cpu graphics_card rig computer laptop',
    '컴퓨터 컴터 사양 그래픽카드 그래픽 본체',
  ],
  ['mouse', STRONG, 'mouse', '마우스'],
  ['keyboard', STRONG, 'keyboard', '키보드'],
  ['headset', STRONG, 'headset headphones headphone', '헤드셋 헤드폰'],
  ['microphone', STRONG, 'mic microphone', '마이크'],
  ['monitor', STRONG, 'monitor monitors hz', '모니터'],
  ['camera', STRONG, 'cam camera webcam', '카메라 캠'],
  ['sensitivity', STRONG, 'sens sensitivity dpi edpi', '감도 민감도'],
  ['settings', STRONG, 'settings setting config', '설정 세팅 셋팅'],
  ['price', STRONG, 'cost costs price how_much', '가격 얼마'],
  ['link', STRONG, 'link url website', '링크 주소'],
  [
    'recording',
    STRONG,
    'vod vods recording recorded upload uploaded replay',
    '다시보기 녹화 업로드 편집본',
  ],
  ['schedule', STRONG, 'schedule', '일정 스케줄 편성'],
  ['giveaway', STRONG, 'giveaway giveaways raffle', '이벤트 추첨'],
  [
    'food',
    STRONG,
    'food eat eating dinner lunch breakfast',
    '밥 저녁메뉴 점심메뉴 먹을 먹어 먹나 먹는 먹었',
  ],
  ['cat', STRONG, 'cat cats kitty', '고양이 냥이'],
  ['dog', STRONG, 'dog dogs puppy', '강아지 댕댕이'],
  [
    'country',
    STRONG,
    'country where_from where_are_you_from where_you_from where_do_you_live where_you_live',
    '어느나라 국적 사세요 사시나 사나요',
  ],
  ['language', STRONG, 'language languages', '언어'],
  ['build', STRONG, 'build builds', '빌드'],
  ['boss', KIND, 'boss bosses', '보스'],
  ['character', STRONG, 'character characters char', '캐릭터 캐릭 챔피언'],
  ['skin', STRONG, 'skin skins', '스킨'],
  ['map', STRONG, 'map maps', '맵'],
  ['team', STRONG, 'team teams squad', '팀'],
  ['score', STRONG, 'score scores', '스코어'],
  ['win', STRONG, 'win wins won winning winner', '이기 이겼 이김 승리 우승'],
  ['lose', STRONG, 'lose loses lost losing', '졌나 졌어 패배 지는'],
  ['lag', STRONG, 'lag lags lagging laggy buffering', '렉 버퍼링 끊기 끊김'],
  ['sound', STRONG, 'sound audio volume', '소리 음량 볼륨 사운드'],
  ['mod', STRONG, 'mods_list modpack', '모드팩'],
];

/** What is asked for, not what it is about. */
export const askedFor: ReadonlySet<string> = new Set([
  'when',
  'where',
  'who',
  'why',
  'how many',
  'how long',
  'how',
]);

const words = new Map<string, Concept>();
const pieces: (readonly [string, Concept])[] = [];
for (const [name, weight, spaced, korean] of rows) {
  const concept = { name, weight };
  for (const word of spaced.split(' ')) words.set(word.replaceAll('_', ' '), concept);
  for (const piece of korean.split(' ')) pieces.push([piece, concept]);
}

/** Concepts by word, or by words joined with blanks. */
export const conceptsByWord: ReadonlyMap<string, Concept> = words;
/** Most words a concept is said in. */
export const mostWords = Math.max(...[...words.keys()].map((word) => word.split(' ').length));

const byPiece = new Map(pieces);
/** Finds the pieces in a run of Korean syllables, the longest first. */
const anyPiece = new RegExp(
  [...byPiece.keys()].sort((a, b) => b.length - a.length).join('|'),
  'gu',
);

/** The concepts in a run of Hangul, told to `found`; answers what is left of it, with blanks between. */
export function takePieces(run: string, found: (concept: Concept) => void): string {
  return run.replace(anyPiece, (piece) => {
    const concept = byPiece.get(piece);
    if (concept) found(concept);
    return ' ';
  });
}

/** Two concepts that together mean a third, or no more than the first. */
export const together: readonly (readonly [string, string, string])[] = [
  ['when', 'end', 'until when'],
  ['how long', 'stream', 'until when'],
  ['how long', 'game', 'until when'],
  ['where', 'stream', 'where'],
  ['how many', 'age', 'age'],
];
export const conceptNamed = (name: string): Concept => {
  const row = rows.find(([known]) => known === name);
  if (!row) throw new Error(`no concept is called ${name}`);
  return { name, weight: row[1] };
};

const split = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Words that ask, point or fill, in the languages written with blanks: they say nothing of what is asked. */
export const fillers = split(`
  a an the this that these those it its is isnt are arent am was wasnt were be been being do does dont doesnt did
  didnt done have has had havent hasnt can cant could couldnt will wont would wouldnt should shouldnt shall may
  might must gonna gotta wanna want wants to of in on at by for from with without as about into out off up down
  and or but if so than then too also just only even ever actually really rly pls plz please any anyone anybody
  somebody someone everyone everybody something anything some one ones all
  there here now currently rn atm right yet still already today tonight so far again else
  i im ive id me my mine you u ur your youre yours youve he hes him his she shes her they theyre them their we were
  our us ya yall what whats wat wut which whichs whos whatre hows tell know knows knew say said saying says mean
  means think thinks thought guess wonder wondering ask asking asked question questions quick sorry excuse
  guys guy chat bro bruh man dude mate sir mr streamer mods hey hi hello yo oh ok okay well um uh hmm lol lmao haha
  doing wait huh eh miss missed help seen worth good get gets got getting go goes going gone come make makes made see seen saw look looks use uses used using show
  thing things stuff kind type sort way like please possible able
  good great nice best worth any okay
  que qué cual cuál es esta está este esto eso el la los las un una de del en por para con y o tu su mi me te se lo
  le al no si sí hay tiene tienes como
  o os um uma da do das dos na nos nas em qual é eh isso esse esta você voce vc vcs ele ela eu meu seu tem
  quel quelle quels ça ca est ce cest qu il elle on tu vous nous je le les des du et ou une sur avec pas ne au aux
  was welche welcher welches ist sind das der die den dem ein eine einen du er sie es ihr wir ich und oder nicht von
  mit auf zu im hast hat kann
  che cosa cos è e il lo gli i di del della un uno una per con su tu lui lei hai ha sei sono
  что это как ты он она вы мы я и в на с у не то а за`);

/** Korean words, without particle and ending, that say nothing of what is asked. */
export const koreanFillers = split(`
  뭐 뭔 뭘 뭣 무슨 무엇 어떤 어느 머 먼 모 이 그 저 이거 그거 저거 이게 그게 저게 이건 그건 저건 거 것 게 건 걸 꺼
  좀 혹시 지금 오늘 이제 아직 근데 그럼 그러면 그리고 진짜 정말 다 더 또 안 못 잘 나 내 제 저희 우리 너 형 형님
  누나 오빠 언니 님 선생님 방장 방장님 스트리머 여러분 분 사람 아 오 어 음 하 되 돼 있 없 같 알 아시 아는 알려주 말 질문
  궁금 가능 알려주실 알려줄 받을 있을 있나 쓰 사용 쓰시 하시 계시 해 했 한 할 함 하는 된 되는 돼요 인 일 임 입 이에 예 에 요 왜이 이렇 그렇 저렇 보
  안녕 지내셨 지내 봐 주 줘 주세 수 때 중 정도 현재 요즘 원래 그냥 제일 가장 방금 아까 여기 거기 저기 님들`);

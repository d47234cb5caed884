import type { Messages } from '../en/index.ts';

export const dashboard: Messages['dashboard'] = {
  heading: '내 방송',
  signIn: {
    heading: '로그인하면 내 방송을 볼 수 있어요',
    text: '회원은 방송을 시작하고, 채팅 분위기가 시간에 따라 어떻게 변하는지 여기서 볼 수 있어요.',
  },
  guest: {
    heading: '손님은 방송을 만들 수 없어요',
    text: '방송을 시작하려면 계정을 만들어 주세요.',
  },
  fault: '내 방송을 불러오지 못했어요',
  empty: {
    heading: '아직 방송이 없어요',
    text: '방송을 시작하고 주소를 알린 다음, 여기서 채팅을 지켜보세요.',
  },
  notYours: {
    heading: '내 방송이 아니에요',
    text: '볼 수는 있지만, 여기 내용은 방송하는 사람에게만 보여요.',
    watch: '방송 보기',
  },
  start: {
    button: '방송 시작하기',
    heading: '방송 시작하기',
    title: '제목',
    titleHint: '140자까지 쓸 수 있어요',
    titleMissing: '1자에서 140자 사이의 제목을 적어 주세요.',
    guests: '손님도 채팅할 수 있어요',
    submit: '시작하기',
  },
  end: {
    button: '방송 끝내기',
    heading: '이 방송을 끝낼까요?',
    text: '모두의 채팅이 바로 닫혀요. 지금까지 쓴 내용은 계속 읽을 수 있어요. 되돌릴 수 없어요.',
    submit: '끝내기',
    done: '방송이 끝났어요.',
  },
  live: '방송 중',
  open: '채팅 열기',
  now: {
    label: '지금',
    ended: '방송이 끝났어요. 아래 숫자는 방송 전체의 것이에요.',
    viewers: '시청자',
    perMinute: '분당 메시지',
    chatters: '최근 5분 채팅 참여자',
    mood: '최근 5분 분위기',
    moodAll: '마지막 분위기',
    interval: '{low}에서 {high}, {n}명 기준',
    messages: '메시지',
    chattersAll: '채팅 참여자',
    atLeast: '{n} 이상',
  },
  range: {
    label: '보이는 시간',
    quarter: '15분',
    hours: '2시간',
    whole: '전체',
  },
  mood: {
    heading: '시간에 따른 분위기',
    caption:
      '모두 부정인 −1부터 모두 긍정인 +1까지, 메시지의 평균과 95% 구간이에요. 위의 표시는 눈에 띈 순간이에요.',
    name: '분위기',
    scale: '−1에서 +1 사이에서 분위기 {mood}, 95% 구간 {low}에서 {high}',
  },
  categories: {
    heading: '무엇을 쓰나요',
    caption: '{step} 종류별 메시지 수예요.',
  },
  volume: {
    heading: '양',
    caption: '막대는 {step} 메시지 수, 선은 서로 다른 참여자 수예요.',
    messages: '메시지',
    chatters: '참여자',
  },
  step: {
    '10s': '10초마다의',
    '1m': '1분마다의',
    '5m': '5분마다의',
  },
  chartsFault: '차트를 불러오지 못했어요',
  noData: {
    heading: '아직 그릴 것이 없어요',
    text: '첫 메시지가 오면 차트가 시작돼요.',
  },
};

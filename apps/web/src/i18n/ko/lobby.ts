import type { Messages } from '../en/index.ts';

export const lobby: Messages['lobby'] = {
  heading: '지금 방송 중',
  found: '‘{q}’ 검색 결과',
  ended: '지난 방송',
  live: '생방송',
  justStarted: '방금 시작',
  running: '{hours}시간 {minutes}분',
  runningMinutes: '{minutes}분',
  viewers: '{n}명 시청 중',
  messages: '메시지 {n}개',
  replay: '채팅 다시 보기',
  noSummary: '아직 요약이 없어요',
  mood: {
    label: '최근 15분 분위기: 긍정 {positive}, 중립 {neutral}, 부정 {negative}',
    lead: '{mood} {share}',
  },
  welcome: {
    text: '방송을 보며 함께 채팅하고, 모두가 어떤 기분이고 무슨 이야기를 하는지 한눈에 알아보세요.',
    demo: '데모 보기',
    dismiss: '이 안내 숨기기',
  },
  empty: {
    heading: '지금은 방송이 없어요',
    text: '방송이 시작되면 바로 여기에 나타나요.',
    start: '방송 시작하기',
  },
  nothing: {
    heading: '‘{q}’에 맞는 방송이 없어요',
    text: '단어를 줄이거나 바꿔 보세요.',
    all: '모든 방송 보기',
  },
  fault: {
    heading: '방송 목록을 불러오지 못했어요',
  },
};

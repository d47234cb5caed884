import { englishEveryday } from './english.ts';
import { koreanEveryday } from './korean.ts';
import type { Show, Topic } from './show.ts';

const food: Topic = {
  remarks: [
    '떡볶이는 매워야 제맛',
    '라면에 치즈 넣으면 끝',
    '저녁으로 국밥 먹었어요',
    '김치는 집에서 담근 게 최고',
    '야식 생각난다',
    '민트초코는 반대예요',
    '그 집 줄이 너무 길어',
    '배고픈데 이런 얘기를',
    '다이어트는 내일부터',
    '사진만 봐도 맛있겠다',
    '저는 순한 맛이 좋아요',
    '소스는 찍어 먹어야지',
  ],
  questions: [
    ['혹시 그 떡볶이집 어디예요?', '떡볶이 가게 이름이 뭐예요?', '떡볶이집 어디인가요?'],
    ['오늘 저녁 뭐 드셨어요?', '저녁 뭐 드셨나요?', '저녁은 드셨어요?'],
    ['매운 거 잘 드세요?', '매운 음식 잘 드시나요?'],
  ],
  moments: [
    {
      echoes: ['한 입만', '진짜 한입만', '나도 한 입'],
      reactions: [
        '소리 미쳤다',
        '배달 시키러 갑니다',
        '지금 주문했어요',
        '침 고인다',
        '이건 반칙이지',
      ],
      emotes: ['😭', '🔥', 'ㅠㅠ', '👍', '😂'],
    },
  ],
};

const travel: Topic = {
  remarks: [
    '부산 바다 예쁘죠',
    '강릉은 겨울이 더 좋아요',
    '기차표 구하기 어렵다',
    '제주도 바람 장난 아님',
    '혼자 여행도 괜찮아요',
    '비행기에서 잠을 못 자요',
    '짐은 가볍게 싸야 해요',
    '숙소는 역 근처가 편해요',
    '사진 너무 잘 나왔다',
    '다음 휴가는 산으로 갈래',
    '비 오는 날 산책도 좋아요',
  ],
  questions: [
    ['이번 여행 며칠 다녀오셨어요?', '며칠 다녀오신 거예요?', '여행 며칠이었나요?'],
    ['혹시 비용 얼마나 들었나요?', '비용 얼마 들었어요?', '총 얼마 쓰셨어요?'],
    ['다음에는 어디 가시나요?', '다음 여행지는 어디예요?'],
  ],
  moments: [
    {
      echoes: ['갈매기 습격', '갈매기가 이겼다', '갈매기 승'],
      reactions: [
        '감자튀김 뺏겼네',
        '표정 봐',
        '갈매기 진짜 빠르다',
        '다시 보여줘요',
        '웃다가 울었어',
      ],
      emotes: ['😂', '💀', '👏', '😭', '🎉'],
    },
  ],
};

const equipment: Topic = {
  remarks: [
    '마이크 소리 깨끗하다',
    '조명 바꾸니까 훨씬 낫네',
    '키보드 소리 좋아요',
    '카메라 각도 좋다',
    '배경이 따뜻해 보여요',
    '전보다 화질 좋아졌어요',
    '의자 편해 보인다',
    '소리가 조금 울려요',
    '헤드폰 색깔 예쁘다',
    '케이블 정리 좀 해요',
  ],
  questions: [
    ['혹시 마이크 뭐 쓰시나요?', '마이크 어떤 거 쓰세요?', '마이크 제품명 알 수 있을까요?'],
    ['키보드 어디 거예요?', '키보드 이름이 뭔가요?'],
    ['조명 얼마예요?', '혹시 조명 가격 알려주실 수 있나요?'],
  ],
  moments: [
    {
      echoes: ['마이크 꺼졌어요', '소리 안 나와요', '마이크 꺼짐'],
      reactions: [
        '무성 영화네',
        '입만 움직인다',
        '자막 달아주세요',
        '혼자 열심히 말한다',
        '손짓으로 해줘요',
      ],
      emotes: ['😂', '💀', 'ㅠㅠ', '🙏', '😭'],
    },
  ],
};

const songs: Topic = {
  remarks: [
    '이 노래 추억이다',
    '고음 시원하다',
    '목소리 진짜 좋아요',
    '후렴이 계속 맴돈다',
    '피아노 반주 좋네요',
    '다음 곡 신청해도 되나',
    '라이브가 더 좋다',
    '기타 소리 따뜻하다',
    '가사가 슬프네',
    '박자 살짝 놓쳤어요',
    '앵콜 부탁드려요',
  ],
  questions: [
    ['이 노래 제목이 뭐예요?', '노래 제목 알려주실 수 있나요?', '혹시 곡 제목이 뭔가요?'],
    ['신청곡 받으시나요?', '신청곡 되나요?', '신청곡 지금 받으세요?'],
    ['노래 배우신 적 있어요?', '노래 따로 배우셨나요?'],
  ],
  moments: [
    {
      echoes: ['앵콜', '앵콜 앵콜', '한 곡 더'],
      reactions: ['소름 돋았다', '고음 미쳤어', '눈물 나요', '녹음했어요', '가수 하셔도 되겠다'],
      emotes: ['👏', '😭', '❤️', '🔥', '✨'],
    },
  ],
};

const visitors: Topic = {
  remarks: [
    'what does the subtitle say',
    'I understand nothing but love it',
    'learning Korean from this chat',
    'the food looks so good',
    'her voice is so calm',
    'greetings from Lisbon',
    'Busan is on my list now',
    'spicy rice cakes are the best',
    'the guitar sounds warm',
    'this song made my day',
  ],
  questions: [
    ['what is this song called?', 'song name?', 'whats the title of this song?'],
    ['can someone translate?', 'translation please?'],
    ['where is that beach?', 'which beach was that?'],
  ],
  moments: [
    {
      echoes: ['ENCORE', 'ONE MORE', 'ENCORE PLEASE'],
      reactions: ['no words needed', 'that gave me chills', 'what a voice', 'the seagull won'],
      emotes: ['👏', '❤️', '😭', 'PogChamp', 'LUL'],
    },
  ],
};

/** A Korean evening talk with some visitors who write English. */
export const talk: Show = {
  title: '저녁 수다: 맛집, 여행, 노래 (Korean talk)',
  koreanShare: 0.75,
  voices: {
    ko: { ...koreanEveryday, topics: [food, travel, equipment, songs] },
    en: { ...englishEveryday, topics: [visitors] },
  },
};

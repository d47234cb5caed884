/** Parts of chatters' names, one script to a name; written for this project. */
export const nameParts = {
  en: {
    first: [
      'quiet', 'amber', 'lucky', 'sleepy', 'tiny', 'brisk', 'mossy', 'pixel', 'salty', 'velvet',
      'rusty', 'cosmic', 'plain', 'windy', 'copper', 'hidden', 'silver', 'gentle', 'noisy', 'maple',
    ],
    second: [
      'otter', 'rook', 'lantern', 'pickle', 'badger', 'comet', 'kettle', 'heron', 'waffle', 'turnip',
      'falcon', 'biscuit', 'walnut', 'gecko', 'thimble', 'harbor', 'yak', 'puffin', 'ember', 'canoe',
    ],
  },
  ko: {
    first: [
      '달빛', '졸린', '파란', '작은', '느긋한', '새벽', '구름', '배고픈', '조용한', '반짝',
      '바람', '둥근', '하얀', '웃는', '겨울', '노란', '빠른', '숲속', '별난', '포근한',
    ],
    second: [
      '고래', '너구리', '만두', '감자', '참새', '다람쥐', '호떡', '수달', '고양이', '두부',
      '거북이', '모과', '오리', '도토리', '강아지', '여우', '귤', '토끼', '연필', '우산',
    ],
  },
} as const;

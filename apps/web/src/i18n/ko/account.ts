import type { Messages } from '../en/index.ts';

export const account: Messages['account'] = {
  menu: '계정',
  signIn: '로그인',
  register: '계정 만들기',
  asGuest: '손님으로 채팅하기',
  signOut: '로그아웃',
  signOutEverywhere: '모든 기기에서 로그아웃',
  signedOut: '로그아웃했어요.',
  kind: {
    member: '회원',
    guest: '손님',
  },
  dialog: {
    signIn: '로그인',
    register: '계정 만들기',
    guest: '손님으로 채팅하기',
    ways: '들어오는 방법',
  },
  tab: {
    signIn: '로그인',
    register: '가입',
    guest: '손님',
  },
  guestText: '이름만 정하면 바로 채팅할 수 있어요. 비밀번호도 확인 절차도 없어요.',
  field: {
    email: '이메일',
    password: '비밀번호',
    displayName: '표시 이름',
  },
  hint: {
    password: '8자에서 128자까지, 흔한 비밀번호는 쓸 수 없어요',
    displayName: '채팅에서 다른 사람에게 보이는 이름이에요',
  },
  wrong: {
    email: "ann{'@'}example.org 같은 이메일 주소를 적어 주세요.",
    password: '흔하지 않은 8자에서 128자 사이의 비밀번호를 정해 주세요.',
    passwordMissing: '비밀번호를 적어 주세요.',
    displayName:
      '한 가지 문자로 된 1자에서 32자 사이의 이름을 정해 주세요. 운영진처럼 보이는 이름은 쓸 수 없어요.',
    credentials: '이메일이나 비밀번호가 맞지 않아요.',
    taken: '이미 쓰이는 이메일이나 이름이에요. 내 것이라면 로그인하고, 아니면 다르게 정해 주세요.',
    nameTaken: '이미 쓰이는 이름이에요. 다른 이름을 정해 주세요.',
  },
  showPassword: '비밀번호 보기',
};

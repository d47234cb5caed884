import type { WordList } from '../word-list.ts';

/** Chinese of the chats. */
export const chinese: WordList = {
  language: 'zh',
  syllables: [
    { role: 'laughter', words: `哈哈, 呵呵, 嘻嘻, 笑死, 笑哭, 嘿嘿, 红红火火, 哈, 好好笑` },
    {
      role: 'praise',
      valence: 3,
      words: `厉害, 牛逼, 牛批, 牛, 太强, 强, 好棒, 真棒, 棒, 漂亮, 帅, 可爱, 精彩, 好看, 好听, 好玩, 喜欢, 爱你, 爱了, 谢谢, 感谢, 多谢, 恭喜,
        最好, 完美, 优秀, 给力, 不错, 赞, 点赞, 大神, 天才, 神了, 绝了, 支持, 开心, 高兴, 满意, 舒服, 有意思, 很好, 真好, 太好, 好人, 好歌`,
    },
    { role: 'hype', valence: 3, words: `加油, 冲, 冲啊, 来了, 终于, 赢了, 哇, 起飞, 燃` },
    {
      role: 'criticism',
      valence: -3,
      toxicity: 15,
      words: `垃圾, 无聊, 太差, 差, 难看, 难听, 烂, 恶心, 讨厌, 失望, 坑, 骗子, 骗人, 骗, 卡了, 好卡, 太卡, 掉帧, 丢人, 尴尬, 菜, 太菜, 没意思,
        不好, 不行, 浪费, 作弊, 开挂, 烦, 吵, 水, 敷衍, 难受`,
    },
    {
      role: 'insult',
      valence: -4,
      toxicity: 70,
      words: `傻逼, 傻, 煞笔, 沙比, 白痴, 智障, 脑残, 滚, 闭嘴, 去死, 废物, 猪, 狗屎, 贱, 妈的, 他妈, 你妈, 草泥马, 操你, 小丑, 蠢, 弱智, 婊,
        死全家`,
    },
    {
      role: 'upset',
      valence: -3,
      words: `难过, 伤心, 哭了, 哭, 呜呜, 可惜, 输了, 唉, 心疼, 害怕, 生气, 累, 痛`,
    },
    { role: 'negator', words: `不, 没, 没有, 别, 无` },
    { role: 'booster', words: `太, 很, 非常, 真, 好, 超, 特别` },
    {
      role: 'question',
      words: `什么, 吗, 谁, 哪里, 哪, 怎么, 几点, 为什么, 多少, 几岁, 是不是, 有没有, 能不能, 啥, 咋, 多久, 何时`,
    },
    {
      role: 'advice',
      words: `应该, 试试, 建议, 最好是, 记得, 小心, 不要, 别去, 可以试, 推荐, 必须, 快去, 去买, 先去`,
    },
    {
      role: 'greeting',
      words: `你好, 大家好, 早上好, 晚上好, 晚安, 早安, 再见, 拜拜, 欢迎, 主播好, 下次见, 我来了`,
    },
    {
      role: 'plain',
      words: `为什么不, 不客气, 没关系, 水平, 不错过, 差不多, 牛奶, 菜单, 好的, 好友, 真的`,
    },
  ],
};

/** Characters that do not show: controls, formats, tags, fillers, selectors. */
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** Those that emoji, and the scripts that join letters, are written with. */
const joiners =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200d\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)|(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{M}])[\u200c\u200d](?=\p{L})/gu;

/** A text without the characters that do not show. */
export const visible = (text: string): string => text.replace(invisible, '');

/** Whether a text holds characters that do not show, but for those that make emoji and join letters. */
export const hasHidden = (text: string): boolean =>
  !isAscii(text) && text.replace(joiners, '').search(invisible) >= 0;

/** Tags, code, links of markup, headings, tables, quotes, templates of chat models. */
const markup =
  /<\/?[a-zA-Z!?|]|\]\s*\(|\]\s*:\s*\S+\.|```|`[^`]+`|^\s*(?:#{1,6}\s|>\s|\|)|\*\*|__|~~|\{\{|\[\/?(?:INST|SYS|b|i|url|img|quote)\b/i;
const ends =
  'com|net|org|gg|tv|io|xyz|ru|link|me|co|kr|shop|info|biz|site|online|live|app|dev|ly|cc|example|click|top|win|vip|club|fun|pro|gift|zip|su|to|de|fr|jp|cn|br|uk|us|eu|in|ai';
const links = new RegExp(
  `\\b[a-z][a-z0-9+.-]*://|\\b(?:hxxps?|mailto|javascript|data):|\\bwww\\.|` +
    `\\b[a-z0-9-]{2,}\\s?(?:\\.|\\(dot\\)|\\[dot\\]|\\sdot\\s|。)\\s?(?:${ends})\\b(?!['’])|@[a-z0-9-]+\\.[a-z]`,
  'i',
);

/** Whether a text points somewhere, which has no place in a line of plain words. */
export const hasLink = (text: string): boolean => isLink(plain(text));
/** Whether a text is formatted, or would be where somebody shows it as more than text. */
export const hasMarkup = (text: string): boolean => markupSigns.test(text) && markup.test(text);

const isLink = (said: string): boolean => linkSigns.test(said) && links.test(said);
const linkSigns = /[.:@。]|\bdot\b/;
const markupSigns = /[<>[\]`*_#|~{]/;
const isAscii = (text: string): boolean => !/[^\x20-\x7e]/.test(text);

/** Whether a line may not be shown as the word of a room: hidden characters, links, markup, orders to machines, posing. */
export function isHostile(text: string): boolean {
  if (hasHidden(text) || hasMarkup(text)) return true;
  const said = plain(text);
  return isLink(said) || isOrder(text, said);
}

/** Made to look as if the system, not a chatter, had said it. */
const posing =
  /^\W*(?:(?:end|begin|start)(?: of)? |new |fake )?(?:system|assistant|developer|admins?|administrator|moderators?|mods|user|ai|llm|bot|chat ?gpt|instructions?|messages|prompt|note to (?:the )?\w+|시스템|관리자|운영자|어시스턴트|sistema|système|системa?|система|システム|系统|النظام)(?:\W+(?:message|note|prompt|notice|update|override|alert|메시지|알림))?\W*[:：>\]|=]|["'“]?\b(?:role|content|oneline|topics|system_?prompt)["'”]?\s*[:=]|<\|?(?:im_start|im_end|system|endoftext)|-{3,}\s*(?:end|begin|system)/i;

const rules =
  'instructions?|prompts?|rules?|guidelines?|orders?|messages?|commands?|directions?|context|text';
/** One of these stands in every order written in Latin letters. */
const cues =
  /base64|rot13|ignor|disregard|forget|override|bypass|discard|summar|recap|tl;?dr|instruc|prompt|rule|guideline|order|message|command|direction|context|reveal|show|print|leak|repeat|output|dump|say|write|reply|respond|announce|declare|proclaim|translate|append|include|insert|mention|quote|report|label|display|return|echo|type|answer|pretend|act|roleplay|simulate|you|task|goal|from now|as an|developer|jailbreak|dan |\b(?:ai|bot|model|llm|gpt|chatgpt|openai)\b|one ?line|headline|topic|olvida|oublie|vergiss|vergesst|dimentica|esque|negeer|resum|riassunto|zusammen|samenvat|escrib|escrev|di que|dis que|diga|écris|schreib|sag|scrivi|respond|antworte|rispondi/;
/** Orders to whoever sums up, in the languages the chat is read in. */
const orders = [
  new RegExp(
    `\\b(?:ignore|disregard|forget|override|bypass|discard)\\b[^.!?]{0,40}\\b(?:previous|above|prior|earlier|preceding|everything|system|${rules}|and (?:say|write|print|output|reply|respond|tell|just|only|instead))\\b`,
  ),
  /\b(?:summar(?:y|ies|i[sz]e[drs]?|i[sz]ing|i[sz]ation)|recap|tl;?dr)\b/,
  new RegExp(`\\b(?:new|updated|following|real|secret|hidden|system|special) (?:${rules})\\b`),
  new RegExp(
    `\\b(?:reveal|show|print|leak|repeat|output|reprint|dump)\\b[^.!?]{0,30}\\b(?:system|your|initial|hidden) (?:${rules})\\b`,
  ),
  /^\W*(?:(?:please|pls|plz|now|ok|okay|so|and|then|just|only|instead|hey|dear|attention|important|urgent|@?\w+[,:])\W+){0,4}(?:say|write|output|print|reply|respond|repeat|announce|declare|proclaim|translate|append|include|insert|mention|quote|report|label|display|return|echo|type out|answer|pretend|act|roleplay|simulate)\b(?! (?:hi|hello|hey|bye|gg|thanks|thank|cheese|what|something)\b)/,
  /\b(?:you (?:must|have to|need to|should|will|shall|are to|are now|can only|may only)|your (?:task|job|only task|goal|answer|output|response|reply|role)|from now on|as an? (?:ai|language model|assistant|llm)|act as|pretend (?:to be|that|you)|developer mode|jailbreak|do anything now|dan mode)\b[^.!?]{0,60}\b(?:say|write|output|print|reply|respond|answer|repeat|tell|state|include|be|ai|model|assistant|is|an?|only|comply|obey)\b/,
  /\b(?:say|write|output|print|reply|respond|answer|repeat|state|include)\b\W{0,3}(?:that|exactly|only|verbatim|with|the (?:words?|phrase|text|following|sentence)|this|back|after me)\b/,
  /\b(?:the|this|that) (?:ai|bot|model|llm|assistant|summari[sz]er|chatgpt|gpt)\b[^.!?]{0,30}\b(?:must|should|shall|has to|will|needs to|says?|reads?)\b/,
  /\b(?:base64|rot13)\b/,
  /^\W*(?:instructions?|rules?|prompts?)\W+(?:and|then)\b/,
  /\b(?:chatgpt|gpt-?\d|llm|language model|openai|prompt injection)\b/,
  /\b(?:one ?line|headline|topic|topics|label|quotes?)\s*(?:must be|should be|=|:)/,
  /\b(?:ignora|olvida|ignorez|ignore[rz]?|oublie[rz]?|ignoriere?|vergiss|vergesst|ignorare|dimentica|ignore|esque[cç]a|negeer)\b[^.!?]{0,40}\b(?:instruc\w+|istruzion\w+|anweisung\w*|consignes?|regras|reglas|regeln|r[eè]gles|regole|anterior\w*|pr[eé]c[eé]dent\w*|vorherig\w*|precedent\w*|tod[oa]s?|tou[ts]\w*|alles?)\b/,
  /\b(?:resumen|résumé|resumo|riassunto|zusammenfassung|samenvatting)\b|\b(?:escribe|di que|dis que|écris|schreib|sage|scrivi|escreva|diga|responde|r[eé]ponds?|antworte|rispondi)\b\W{0,3}(?:que|exactamente|exactement|genau|esattamente|exatamente|nur|solo|s[oó]lo|seulement|["“«:])/,
] as const;

/** The same in other scripts and with accents. */
const foreignOrders = [
  /(?:이전|위의|앞의|모든|기존|지금까지)[^.!?]{0,20}(?:지시|명령|프롬프트|규칙|지침|내용)|요약|(?:라고|이라고|다고)\s?(?:말해|써|적어|출력|답해|대답|전해)|출력\s?(?:해|하)|(?:지시|지침|명령|규칙)[^.!?]{0,10}(?:무시|따르|어겨)|인공지능|프롬프트|시스템 ?(?:메시지|명령)/,
  /(?:игнорируй|забудь|проигнорируй)|(?:инструкци|указани)[^.!?]{0,20}|(?:сводк|резюме)[а-я]*\b|(?:напиши|скажи|выведи|ответь)\s*(?:что|:|только|["«])/,
  /(?:忽略|无视|無視|忘记|忘掉|忘れ)[^。！？]{0,20}|(?:指示|指令|命令|ルール|规则|提示词)[^。！？]{0,10}(?:無視|忽略|忘|従)|要約|摘要|总结|總結|と(?:言|書|出力)(?:え|って|いて|して|しろ)|(?:输出|输入|回复|回答)[:：]/,
  /(?:تجاهل|انس)\s[^.!؟]{0,40}|(?:التعليمات|الأوامر)|ملخص|(?:اكتب|قل)\s*(?:أن|:|فقط)/,
  /(?:निर्देश|आदेश)|(?:अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल जा)|सारांश|(?:लिखो|कहो|बोलो)\s*(?:कि|:)/,
] as const;

/** Long runs that are no words: base64, hex, escapes, bits. */
const runs = /[\w+/=%&#;\\-]{12,}|\b[01]{8} [01]{8} /g;
const encoded =
  /^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w+/-]{20,}={0,2}$|^[0-9a-f]{24,}$|(?:\\[ux][0-9a-f]{2,4}){2}|(?:%[0-9a-f]{2}){3}|(?:&#x?[0-9a-f]{2,6};){2}|^[A-Za-z0-9+/]{10,}={1,2}$|^[01 ]{16,}$/;
/** Words of two scripts whose letters look alike. */
const mixed =
  /\p{Script=Latin}\p{M}*[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{M}*\p{Script=Latin}/u;
/** Letters set apart, so that no list of words finds them. */
const spacedOut = /(?:(?<![a-z0-9])[a-z0-9][ ._*-]{1,2}){5}[a-z0-9](?![a-z0-9])/;

/** Whether a chatter's line speaks to the machine that sums up, or as if it were the system. */
export function isOrder(text: string, said = plain(text)): boolean {
  if (text.match(runs)?.some((run) => encoded.test(run))) return true;
  if (!isAscii(text) && (mixed.test(text) || foreignOrders.some((order) => order.test(said)))) {
    return true;
  }
  return isOrderly(said) || (spacedOut.test(said) && isOrderly(closed(said)));
}

const isOrderly = (said: string): boolean =>
  posing.test(said) || (cues.test(said) && orders.some((order) => order.test(said)));

/** As it reads: compatibility forms, accents aside, and digits that stand for letters undone, in lower case. */
function plain(text: string): string {
  const shown = isAscii(text) ? text : visible(text.normalize('NFKC'));
  const folded = shown.toLowerCase();
  return folded.replace(digitsInWords, lettersOf);
}

const digitsInWords = /(?<=[a-z])[013457@$](?=[a-z])|\b[013457@$](?=[a-z]{2})/g;
const lettersOf = (digit: string): string =>
  ({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' })[digit] ??
  digit;

/** Letters that were set apart brought together; words are then where two blanks were. */
const closed = (said: string): string =>
  said
    .replace(/(?<=(?:^|[^\p{L}\p{N}])[\p{L}\p{N}])[ ._*-](?=[\p{L}\p{N}](?:[^\p{L}\p{N}]|$))/gu, '')
    .replace(/\s+/g, ' ');

/**
 * Characters that look like another one, after compatibility decomposition: each pair of texts
 * lists look-alikes and, place by place, what they are taken for. Drawn from the idea of UTS #39;
 * the choice is ours and leans to what passes for Latin.
 */
const pairs: readonly (readonly [string, string])[] = [
  // Digits and signs
  ['01|', 'oll'],
  ['‐‑‒–—―−', '-------'],
  ['’‘ʼ`´', "'''''"],
  // Latin capitals that are not what their small letter looks like, and phonetic letters
  ['I', 'l'],
  ['ıɩɑɡɪʟɴʀʏʙɢʜ', 'iiagiinrybgh'],
  ['ᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱ', 'acdejkmoptuvwzfs'],
  // Cyrillic
  ['АВЕЅІЈКМНОРСТУХԌԚԜҺЗЬ', 'abesljkmhopctyxgqwh3b'],
  ['авеѕіјкмнорстухԁԛԝһзьпӏ', 'abesijkmhopctyxdqwh3bnl'],
  // Greek
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'abezhlkmnoptyx'],
  ['αβεικνορτυχηγωμ', 'abeikvoptuxnywu'],
  // Armenian
  ['ՍՏՕօսհոցգքռ', 'usoouhngqpn'],
  // Cherokee, capitals and small letters
  ['ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ', 'abcdeghjklmprstvwz'],
  ['ꭺᏼꮯꭰꭼꮐꮋꭻꮶꮮꮇꮲꭱꮪꭲꮩꮃꮓ', 'abcdeghjklmprstvwz'],
];

/** Look-alike → what it is taken for. */
export const confusables: ReadonlyMap<string, string> = new Map(
  pairs.flatMap(([alike, taken]) => [...alike].map((char, i) => [char, [...taken][i] ?? char])),
);

/**
 * Rewrite rules for what a customer does not want: two things refused at once (「異世界とファンタジー以外」), "no
 * romcoms" as two genres, and Japanese refusals by でない. They run before the simpler refusals of `Rules.ts`.
 *
 * A 「…でもない」 that is left over refuses something that no rule knows; such a question counts as not understood (it
 * gets no canonical form).
 */
export const refusalRules = `
GENRE AND|BUT ROMCOM MANGA? BUT? WITHOUTJA|NASHI => NOTGENRE:$1 NOTGENRE:romance NOTGENRE:comedy
GENRE AND|BUT ROMCOM MANGA? BUT NAI => NOTGENRE:$1 NOTGENRE:romance NOTGENRE:comedy
ROMCOM AND|BUT GENRE MANGA? BUT? WITHOUTJA|NASHI => NOTGENRE:romance NOTGENRE:comedy NOTGENRE:$3
ROMCOM AND|BUT GENRE MANGA? BUT NAI => NOTGENRE:romance NOTGENRE:comedy NOTGENRE:$3
ROMCOM MANGA? BUT? WITHOUTJA|NASHI => NOTGENRE:romance NOTGENRE:comedy
ROMCOM MANGA? BUT NAI => NOTGENRE:romance NOTGENRE:comedy
WITHOUT|NOT INDEF? ROMCOM => NOTGENRE:romance NOTGENRE:comedy
GENRE AND|BUT GENRE MANGA? BUT? WITHOUTJA|NASHI|NAI => NOTGENRE:$1 NOTGENRE:$3
THEME AND|BUT THEME MANGA? BUT? WITHOUTJA|NASHI|NAI => NOTTHEME:$1 NOTTHEME:$3
DEMO AND|BUT DEMO MANGA? BUT? WITHOUTJA|NASHI|NAI => NOTDEMO:$1 NOTDEMO:$3
GENRE BUT NAI => NOTGENRE:$1
THEME BUT NAI => NOTTHEME:$1
DEMO BUT NAI => NOTDEMO:$1
READERS MANGA? BUT? WITHOUTJA|NASHI|NAI => NOTREADERS:$1
GENRE GENRE MANGA? WITHOUTJA|NASHI => NOTGENRE:$1 NOTGENRE:$2
BUT NAI => NOTJA
`.trim()

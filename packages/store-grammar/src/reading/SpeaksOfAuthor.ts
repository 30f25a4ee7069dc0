/**
 * Tells whether a text asks about the people who made a title rather than about the title: "what else of hers", "the
 * person who did …", 「同じ先生の」. Its argument is the text without its titles (`wordsAroundTitles`), so that words within a
 * title do not count. Pure.
 */
import { longPattern } from "./LongPattern.ts"

const maker = String.raw`(?:author|mangaka|artist|writer|creator|illustrator|person|people|guy|man|woman|lady|duo|team|pair|one|genius|mind|hand)s?`

const pattern = longPattern(String.raw`
    \b(?:of|by|from) (?:hers|his|theirs|her|him|them|(?:the|that|this) (?:same )?${maker})\b
    |\b${maker} (?:who|that|behind|of|responsible)\b
    |\b(?:whoever|who(?= (?:did|drew|wrote|made|created)\b.{0,60}\b(?:else|also|other|newer|older|anything|something|more)))\b
    |\b(?:the )?same ${maker}\b|\bone ${maker}\b.{0,60} both\b
    |\b(?:author|mangaka|artist|writer|creator) s\b
    |\b(?:has|have|did|does) (?:the |that |this )?(?:${maker}|he|she|they) (?:\p{L}+ ){0,2}(?:also )?(?:wr[io]te|written|dr[ae]w|drawn|ma[dk]e|do|done|create|publish|work)
    |\b(?:her|his|their) (?:other|earlier|later|next|first|previous|newer|older) (?:works?|books?|series|manga|titles?|stories|ones?)\b
    |同じ(?:作者|作家|先生|人|方|漫画家|著者)|(?:作者|作家|先生|漫画家|著者|原作者)(?:さん)?(?:の|が|は|って|、)(?!名前|年齢)
    |(?:描|書|作)(?:いた|いてる|いている|った)(?:人|方|先生|漫画家)|コンビ(?:が|の)|先生が|作者による
  `)

export const speaksOfAuthor = (wordsAroundTitles: string): boolean =>
  pattern.test(wordsAroundTitles)

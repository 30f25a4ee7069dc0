/**
 * Phrases that tell, without a word for the status, whether a wished story is to have an end: "no waiting",
 * 「全部出てるやつ」, 「今から追いかけたい」. Data only.
 */
import { longPattern } from "../LongPattern.ts"

/** It has an end. */
export const hasEnd = longPattern(`
  \\b(?:has|have|had|with|got) an? (?:\\w+ )?(?:ending|conclusion|end)\\b|
  \\bover (?:already|by now)\\b|\\balready over\\b|\\balready (?:ended|over|done|wrapped up)\\b|
  \\b(?:no|not|without|don t want to|hate) wait(?:ing)?\\b|\\bno cliffhangers?\\b|
  (?:巻|冊|桁|ケタ|けた)[^。]{0,8}で(?:きっちり|ちゃんと|きれいに|綺麗に)?(?:完結|終わ(?:る|り)|おわ(?:る|り))|
  最後まで(?:出て|読める|揃)|終わってる|終わっている|待たずに|全(?:部|巻|て)(?:もう)?(?:出て|出揃|揃って|そろって|刊行済)|
  最終(?:巻|回)まで|結末まで|ラストまで|(?:続き|新刊|次の巻).{0,3}待(?:つ|た|て)|待(?:つ|たされる|たなきゃ)の?.{0,3}(?:嫌|いや|無理|苦手|つら|辛|耐え|面倒|しんど)|
  追いかけ(?:なくて|るのは(?:大変|面倒|疲|しんど))`)
/** It has none yet. */
export const hasNone = longPattern(`
  \\bstill (?:coming|running|going|being|in progress|publishing|new volumes)\\b|
  \\bnot (?:yet )?(?:finished|over|ended|complete)\\b|\\b(?:new|more) volumes? (?:still )?(?:to come|coming|every)\\b|
  続いてい|まだ(?:続|終わって|終わら|完結して|やって|出て)|現在進行|(?:リアルタイムで|これから|今から|一緒に).{0,4}追(?:いかけ|っかけ|え|い)|
  現役(?:で|の)|これからも(?:続|出)|未完`)

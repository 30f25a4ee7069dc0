/** Whether a text begins with a yes or a no, in English or Japanese. Pure. */
const noBeginning =
  /^(no\b(?! (problem|worries|doubt|matter))|nope\b|not yet\b|unfortunately\b|sadly\b|(i['’]m |i am )?(sorry|afraid)\b|いいえ|いえ[、。,.!\s]|残念|あいにく|生憎|申し訳|すみません|ごめん|できません|ありません)/u
const yesBeginning =
  /^(yes\b|yep\b|yeah\b|sure\b|certainly\b|absolutely\b|of course\b|indeed\b|correct\b|はい|ええ[、。,.!\s]|もちろん|勿論|そうです|そのとおり|その通り|できます|あります)/u

/** Whether a text begins with a yes or a no, in English or Japanese. */
export const polarityOf = (text: string): "yes" | "no" | undefined => {
  const beginning = text
    .slice(0, 400)
    .normalize("NFKC")
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .slice(0, 40)
    .toLowerCase()
  if (noBeginning.test(beginning)) return "no"
  return yesBeginning.test(beginning) ? "yes" : undefined
}

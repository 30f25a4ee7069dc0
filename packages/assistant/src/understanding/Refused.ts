/** "without horror", "no romance", ホラー以外, ホラーは苦手: a genre named to be left out. */

const window = 24

const before =
  /\b(?:without|no|not|non|except|excluding|avoid|hate|dislike|don't (?:like|want|enjoy)|do not (?:like|want)|not into|not a|other than|besides|anything but|tired of|sick of)[\s-](?:any |too much |much |the |more )?$/iu
const after =
  /^(?:漫画|マンガ|もの|系|作品)?(?:以外|(?:は|が)(?:苦手|嫌|いや|ダメ|だめ|無理)|なし|抜き|じゃな|ではな|を除)/u

/** Is what stands at `start` to `end` of readable `text` wished away? */
export const isRefused = (text: string, start: number, end: number): boolean =>
  before.test(text.slice(Math.max(0, start - window), start)) ||
  after.test(text.slice(end, end + window))

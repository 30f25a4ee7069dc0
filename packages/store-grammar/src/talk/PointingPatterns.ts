/**
 * Word patterns by which a text refers to the conversation, in the syntax of `WordPatterns.ts`; each list decides a
 * field of `Pointing`. Data only.
 *
 * Most lists say what is meant: all, the others, a person, the next one. `describes` chooses by a description, `single`
 * exactly one; `main`, `sequel` and `related` mean another series of the same story; `returns` goes back to an earlier
 * list. `replaces`, `adds`, `adjusts` and `keeps` say what becomes of earlier wishes, `wants` that something is wished,
 * and `why` asks for the reason.
 */
import { wordPatterns } from "./WordPatterns.ts"

export const all = wordPatterns(`
  TALK=both|TALK=each|TALK=sum
  THEY=both|THEY=each
  THEY=among
  WHICH=among
  WHICH ALSOJA
  THEY ALL
  TOGETHER
  ^ AND~ ALLTOLD $
  PRICE ALLTOLD $
  THE NUM=2|NUM=3 $
  THE NUM=2|NUM=3 HAVE|PRICE|FINISHED
`)
/** "Is the series over?": the one that is spoken of. */
export const definite = wordPatterns(`
  THE MANGA $
  THE MANGA OVER|FINISHED|ONGOING|OUT|RELEASE|ENDS|STATUS
`)
export const sums = wordPatterns("TALK=sum\nTOGETHER\nALLTOLD")
export const other = wordPatterns("THEY=other\nOTHERVOL")
export const others = wordPatterns(`
  THEY=others|THEY=rest
  ELSE
  WANTMORE
  ALSOJA=others
  SHOW THEY=more
  THEY=more SHOW|LOOKFORJA|EXIST
  ^ AND~ THEY=more $
  ALSOJA=more EXIST|SHOW|LOOKFORJA|NAI|?=見
  ^ ALSOJA=more $
`)
export const person = wordPatterns(`
  THEY=person
  SAMEAUTHOR
  THAT|THEY AUTHOR|HITO|TALK=person
  THAT|THEY NOHOU WROTE|DREW|WROTEJA
  TALK=same TALK=person|AUTHOR
  AUTHOR ELSE|WORKS
  ELSE BY|HAVE THEY|THAT
  ELSE THEY WROTE|DREW
  THE AUTHOR|DREW|TALK=person PAST|THEY=also|HAVE|WROTE
  AUTHOR THEY|ALSOJA WORKS|MANGA
  ELSE THE~ AUTHOR|TALK=person
`)
export const next = wordPatterns(`
  THEY=next
  NEXT
  NEXTJA
  AFTERBARE
  WHAT AFTEROF IT|THAT $
`)
export const newBook = wordPatterns("NEXTJA=new\nVNEXT=new")
export const previous = wordPatterns(`
  THEY=previous
  THEY=one|ORDER|VOLWORD|MANGA TALK=before
  TALK=before THAT
`)
export const single = wordPatterns(
  "THEY=one|NUM=1 ABOUT|WITH|WHERE|IN|THAT|WHO|BY|SETTING\nYATSU $",
)
export const describes = wordPatterns(`
  THEY=one|NUM=1|MANGA ABOUT|WITH|WHERE|IN|THAT|WHO|BY|SETTING|THATFINISHED
  WHICH $
  WHICH THEY|NUM PERVOL|LENGTH|FINISHED|ONGOING|GENRE|THEME|DEMO|ABOUT
  WHICH ABOUT|WITH|GENRE|HINT|THEME|DEMO|MOOD|IN|FINISHED|ONGOING|SETTING
  YATSU
  NOHOU
  THEY=ones
  THE ?|GENRE|HINT|THEME|DEMO|MOOD|FINISHED|ONGOING|LENGTH NUM=1|MANGA|THEY=ones
  THE ? ? NUM=1|MANGA
  MANGA|WORKS|STORYJA|TITLEVOL TOPIC~ $
  GENRE|THEME DEMO TOPIC~ $
  STORYJA|TITLEVOL THEY|YATSU
`)
export const latest = wordPatterns(`
  LATEST NUM=1|MANGA|$
  LATESTJA
  LATEST VOLWORD~
  TALK=latest
  NUM ?=番 ATARASHII YATSU|KAN|NOHOU|$
`)
/** 「さっきの漫画」, "the manga from before": what was spoken of before a list was shown. */
export const earlier = wordPatterns("THEY=earlier")
export const middle = wordPatterns("THEY=middle")
/** 「さっき品切れだったほう」, "the one that was out of stock". */
export const soldOut = wordPatterns(`
  SOLDOUT|NOTSTOCKED|OUTOFSTOCK PAST~ NOHOU|YATSU|KAN|THEY
  THEY SOLDOUT PAST~ NOHOU|YATSU|KAN|THEY
  THEY=one THAT PAST SOLDOUT
  THEY=one THAT SOLDOUT
  THE SOLDOUT NUM|VOLWORD|MANGA
  TALK=lacked
`)
/** What of a series was not asked for yet. */
export const rest = wordPatterns("THEY=rest")
/** "Back to the romances", さっきの恋愛ものに戻るけど: to the list that was shown before. */
export const returns = wordPatterns(`
  BACK TO
  TALK=back
`)
export const whole = wordPatterns(`
  COMPLETESET
  ALL IT|THEY|THAT
  ^ AND~ ALL MANGA|VOLS $
  ALL THE~ VOLS|VOLWORD
  ALL THE~ FORMAT=paperback|FORMAT=digital
  ?=everything
  TALK=whole
  MATOMETE
  ^ ZEN NUM KAN $
`)
export const wants = wordPatterns(`
  TALK=should
  WANTTO
  LOOKFOR
  LOOKFORJA
  KUDASAI
  HAVE TO
  IT TO
  IT NOT
  ENJOYED IT
  LIKED IT
  THEY=person ENJOYED|LIKED|WANTTO
  NEED
  MUST
  CANJA $
  CANJA AND $
  ?=ば $
  FINISHED|ONGOING THEY
`)
export const why = wordPatterns(`
  ^ AND~ BUT~ WHY
`)
export const replaces = wordPatterns(`
  GENRE|HINT|THEME|MOOD|DEMO AFTERBARE ALL
  THEY=instead
  TALK=replace
  _=replace
  WROTE IT|THAT
  NOTJA
  CHANGE
`)
export const adds = wordPatterns(`
  WITH
  THEY=also
  ALSOJA
  AND
  BUT
  ONLY
  ABOUT
  HAVE
  EXIST
  TALK=should
`)
export const adjusts = wordPatterns(`
  THEY=also
  ONLY
  TALK=only
  WROTE IT|THAT
  TOPIC $
  KUDASAI $
  CANJA $
  TALK=should $
  CHANGE $
  BEST $
  TALK=should GENRE|HINT|THEME|DEMO
  TALK=element
`)

export const similar = wordPatterns(`
  WANTMORE
  LIKE|LIKEN|LIKENJA THAT|IT|THEY
  THAT|IT|THEY LIKENJA|LIKEJA
  THEY=similar
  THEY|THE|TALK=same ?=vein|?=style|?=spirit|?=vibe|?=mood|?=kind|?=direction|?=feel
`)
export const newest = wordPatterns(`
  LATEST ORDER|NUM=1|NOHOU
  NUM ?=番 ATARASHII
  ?=最 ?=新
  TALK=newest
`)
export const related = wordPatterns("SPINOFFOF")
export const sequel = wordPatterns("SEQUELOF")
export const main = wordPatterns(`
  TALK=main
  ORIGINAL $
  ORIGINAL MANGA
  THE TALK=original
`)
export const keeps = wordPatterns(`
  THEY MONEY|PRICE|TALK=length|TALK=price|TALK=genre|TALK=readers|TALK=years
  PRICE|MONEY|TALK=length|TALK=price|TALK=genre|TALK=readers|TALK=years TOPIC~ THEY
  TALK=keep
`)
/** "Number two", 2位: of a list that was shown. */
export const ranks = wordPatterns("^ AND~ VOLWORD NUM $\nNUM TALK=rank\nNUM ?=番")

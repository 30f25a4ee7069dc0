/**
 * Rewrite rules and question patterns that only standard sentences need (the store's own wordings of known questions),
 * so that each of them is parsed, in both languages, as the question for which it stands. `firstSentenceRules` run
 * before the other rules, `lastSentenceRules` after them; the patterns are tried after all others.
 */
export const firstSentenceRules = `
NUM ENDATJA => ENDAT:$1
NUM ONLYJA => ONLYVOLS:$1
NUM SELECTED => NUM:$1
NUM YEARJA => NUM:$1
`.trim()

export const lastSentenceRules = `
SERIES SERIES AFTERTO => CMP:after:$1>$2
SERIES SERIES BEFORETO => CMP:before:$1>$2
SERIES SERIES PREQUELTO => CMP:prequel:$1>$2
SERIES SERIES SEQUELTO => CMP:sequel:$1>$2
SERIES SERIES SPINOFFTO => CMP:spinoff:$1>$2
SERIES|BOOK SERIES|BOOK THAN OMOSHIROI => CMP:better:$1>$2
SERIES|BOOK SERIES|BOOK THAN POPULARQ => CMP:popular:$1>$2
SERIES|BOOK SERIES|BOOK THAN FAMOUS => CMP:famous:$1>$2
BOOK|SERIES FORMAT FORMAT THAN MEASURE => CMP:$5:$1:$2>$3
BOOK|SERIES FORMAT FORMAT THAN ATARASHII => CMP:newer:$1:$2>$3
BOOK|SERIES FORMAT FORMAT THAN OMOSHIROI => CMP:better:$1:$2>$3
CHEAPEST KAN => CHEAPEST VOLWORD
COUPONGET => COUPON HOWJA GET
DISCOUNTGET => GET DISCOUNT
DEBUTJA => WHEN PAST RELEASE
^ MINE CANCEL HOWJA $ => CANCEL OWN HOW
^ MINE ORDER CHANGE HOWJA $ => CHANGE ORDER OWN HOW
^ MINE ORDER ITEM? ADDITEM HOWJA $ => ADDITEM OWN HOW
^ MINE TRACKING HOWJA $ => TRACKING OWN HOW
OWNPREORDER CANCEL HOWJA $ => PREORDER CANCEL OWN HOW
PAYWHENHERE => PAY ITEMRECEIVED
POINTSWORK => POINTS HOWJA WORK
PREORSHIP => CHARGEDQ ATORDER ORSHIP
`.trim()

export const sentenceShapes = `
cheapest-set: -CHEAPEST -COMPLETESET+ WHAT? WHATIS? WHICH? HAVE? DOYOU? SELLVERB? INSHOP? EXIST? BUY? CAN?
confirmation-missing: NOCONFIRM WHATIF|HOWJA+
coupon-together-points: POINTS COUPON TOGETHER+ @can USE? AND?
exchange-other: EXOTHER+ CAN
pay-arrival: PAY ITEMRECEIVED CANJA ITEM?
setting: SERIES SETTING+ WHAT? WHATIS? MANGA?
ship-countries: SHIP+ COUNTRIES+ CANJA
show-price: SHOWNPRICE
suitable: SERIES KIDS READ CAN
works-main: PERSON MAINWORKS WHATIS
volumes-to-end: SERIES HOWMANYVOLS ENDS|FINISHED PAST
`

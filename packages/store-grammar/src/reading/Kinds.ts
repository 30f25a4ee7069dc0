/**
 * Groups of kinds of word that signal what a text is about (an order, the shop, a release, …) where the grammar does
 * not understand it as a whole; `Intent.ts` and its neighbours test for them. Data only.
 *
 * `shop` has the kinds that mean the shop and its rules even beside the name of a book, `shopUnlessBook` those that do
 * so only without one. Three groups are `shop` without ambiguous kinds: `surelyShop` without those that a wish for
 * books may contain, `firmShop` without those that the plot of a story may contain, `shopBesideShipping` without those
 * that may be said of a parcel.
 */
import { kindsIn as kinds } from "../kinds/Kind.ts"

/** Of the order or the parcel of who asks. */
export const ownOrder = kinds("OWNORDER OWNPARCEL OWNPREORDER CANCELOWN CANCELOWNPRE")
/** Of an order, where the asker speaks of something of their own. */
export const anOrder = kinds(
  "ORDER ITEM ITEMRECEIVED TRACKING ARRIVE ARRIVEJA ARRIVED SHIP ORDEREDTHING ORDERCONTENTS",
)

/** Of an order, where what it is about is asked. */
export const orderNoun = kinds("ORDER ORDEREDTHING ORDERCONTENTS ITEMRECEIVED")
/** What is asked about an order that was made; orders to come are "can", "how" and "if". */
export const ofMadeOrder = kinds(`
  PAST NOW LATEST LAST I MINE THEY THAT WHATIS WHAT WHICH WHEN WHERE ALL ALLTOLD COMPLETESET WHATIN PRICE ARRIVE ARRIVEJA
  HOWMANY STATUS SHOW LOOKFORJA CHECKJA`)
export const toBeMade = kinds(
  "CAN CANJA CANYOU HOW HOWJA ATBUY WHATIF PLACEORDER ORDERNOW WANTTO LIMIT",
)

/** Of the shop and its rules, whatever book is named beside. */
export const shop = kinds(`
  SHIP SHIPCOST SHIPTIME SHIPWHEN SHIPMETHODS SHIPPOLICY SHIPQ SENDOUT DISPATCH FREESHIP SHIPINCLUDED SHIPSTD TOSHIP
  CARRIER* TRACK* DUTIES COUNTRIES POBOX RECIPIENT CUTOFF TILLHOUR DATETIME COMBINE* TWOORDERS MAYSEND LATE LOST*
  IFLOST ARRIVEJA RETURN* REFUND* FULLREFUND EXCHANGE* EXOTHER DAMAGED SELFDAMAGED WRONGITEM MISBOUGHT MISTAKEN
  UNWANTED NORECEIPT PAY PAYMETHODS PAYCARDS PAYFOR PAYDEADLINE METHOD INSTALMENTS CURRENCY* CHARGED* INVOICE HARAU
  FEE TAXEXCLUDED POINTS POINTWORTH EARN* COUPON ANYCOUPON KUPON GIFTC* GOTGIFT MEMBER* GUEST* SIGNUPHOW WRAP*
  SELLSWRAP HIDEPRICE SHOWNPRICE PREORDERHOW DEVICE* OFFLINE APP DOWNLOAD* FILEFORMAT SHARE TRIAL CANCEL CANCELHOW
  CANCELQ CANCELFEE CANCELLABLE CHANGE* ADDRESS ADDITEM* REMOVEITEM PASSWORD RESET RESETHOW DELETE* NEWSLETTER
  UNSUB* NOTIFY NOCONFIRM CONTACT* SUPPORTTIME PHONENUMBER LIVECHAT EMAILADDRESS OPENTIME CLOSE* OPENDAYS HOURS
  RECEPTIONHOURS STOREWHERE USED BUYBACK SELLHOW PRIVACY TERMS PRICEMATCH POLICY PLACEORDER`)
const perhapsShop = kinds(
  "TRACKING CARRIERNAME TRIAL SHARE APP DEVICE LATE LOST ARRIVEJA COMBINE CHANGE RESET OFFLINE",
)
/** Without what may be said of a wish for books as well. */
export const surelyShop = shop.filter((kind) => !perhapsShop.includes(kind))
const ofParcels = kinds("SHIP* SENDOUT DISPATCH TOSHIP TRACK* ARRIVE* LATE RESET")
/** Without what may be said of a parcel as well. */
export const shopBesideShipping = shop.filter((kind) => !ofParcels.includes(kind))
const ofStories = kinds(`
  SHARE DEVICE APP TRIAL LATE LOST CHANGE RESET NOTIFY OFFLINE USED TERMS POLICY MISTAKEN DAMAGED UNWANTED GUEST ADDRESS
  PASSWORD HOURS PRIVACY CARRIER MEMBERSHIP`)
/** Of the shop, unless what happens in a story is told: "the manga where two gods share a flat". */
export const firmShop = shop.filter((kind) => !ofStories.includes(kind))
/** Of the shop, unless a book is named. */
export const shopUnlessBook = kinds(
  `PREORDER PREORDERQ DISCOUNT LANGUAGE LANGUAGES STORELOCATION GOODS PLACE GIFT SUPPORT WHENREADABLE EXPRESS
  BULK STUDENT JOBS HUMANCONTACT LIMIT MESSAGE TAXINCLUDED PICKUP PICKUPQ PICKUPWORD`,
)

export const release = kinds("RELEASE RELEASED RELEASEDATE OUT")
/** Another series of the same story. */
export const kin = kinds("SEQUELOF PREQUELOF SPINOFFOF")
export const author = kinds("AUTHOR WROTE WROTEJA DREW STORYBY")
export const priceOrStock = kinds(`
  PRICE STOCK SOLDOUT OUTOFPRINT RESTOCK RESTOCKED LEFT LEFTJA COPY WHICHVOLS VOLSSOLD SCARCE WILLSELLOUT VALUE`)
/** About price or stock only where a book is named. */
export const wantsBook = kinds(`
  HAVE HAVEANY HAVEYOU EXIST SELLS SELLVERB BUY GET LOOKFOR LOOKFORJA SEEKJA WANTTO ORDERNOW KUDASAI PURCHASES`)
export const cheapness = kinds("CHEAP CHEAPEST DEAREST EXPENSIVE YASUI TAKAI CHEAPESTSETS")
export const newReleases = kinds("NEWREL NEWSERIES UPCOMING VNEW NEWBOOK BESTNEW NEW")
export const trending = kinds(
  "TREND MOSTTREND RANKING SELLER SELLSWELL NINKINOWA POPULARQ PASTTREND",
)
export const recommends = kinds(`
  RECOMMEND RECOMMENDED SEEK LIKEDREC LIKEOF LIKE LIKEN LIKEJA LIKENJA LIKED LIKEDJA LOOKFOR LOOKFORJA SEEKJA
  BEST GOOD GOODONE BEGINNER WANTMORE FANENJOY THEME MOOD OPINION OMOSHIROI MAINCHARACTER SETTING ABOUT ABOUTJA`)
/** Asks for a fact or a service, so that what is named beside is no wish. */
export const asksFact = kinds(`
  WHAT WHATIS WHATWAS WHICH WHO WHEN WHERE WHY HOW HOWMANY HOWLONG HOWOLD HOWABOUT CAN CANYOU CANJA DOYOU FUTYOU EXIST NAI
  PRICE STOCK INFO ANIME LIVEACTION GOODS`)
/** A wish for books, whatever else is named. */
export const seeks = kinds("RECOMMEND RECOMMENDED LOOKFOR LOOKFORJA SEEK SEEKJA LIKEOF THEME MOOD")
export const compares = kinds("COMPARE MEASURE CMP SAMEAUTHOR OR BETWEEN")
export const books = kinds("MANGA STORY STORYJA TALE READ YOMERU VOLWORD VOLS FORMATS COLLECTION")
/** The answer is an argument, not a fact. */
export const argues = kinds("WHY SYNOPSIS READFIRST INFO SHOSAI STORYWISE BUT COMPARE MEASURE CMP")

export const mine = kinds("MINE WITHMY MYBOOK OWNAGE OUROWN")
/** What the customer did, has or waits for; with it, or with a word that is not understood, an order may be meant. */
export const ownAffairs = [
  ...ownOrder,
  ...anOrder,
  ...kinds("I MINE WITHMY MYBOOK OUROWN BUY PURCHASES DISPATCH SENDOUT PAY"),
]
/** Points at something said before. */
export const pointers = kinds("IT THEY THAT ALSOJA")
export const openers = kinds("AND OR BUT ALSOJA WHATIF")
/** Titles and people. */
export const names = kinds("SERIES BOOK LATESTOF LASTOF NEXTOF NEWOF LIKEOF CMP PERSON")
/** Somebody is spoken of. */
export const persons = kinds("I MINE WITHMY MYBOOK OWNAGE OUROWN KIDIS FORSOMEBODY SELFNAME")
/** Likeness to something; with an unexplained word, to something that the store does not know. */
export const likeness = kinds("LIKE LIKEN LIKEJA LIKENJA LIKED LIKEDJA FANENJOY THAN ELSE")
/** What a text may name that is kept for its very words. */
export const named = kinds(`
  GENRE GENREMANGA DEMO THEME MOOD LENGTH PERSON SERIES LIKEOF NOTGENRE NOTDEMO NOTTHEME NOTMOOD PRICEMAX PRICEBELOW
  PRICEMIN PRICEABOVE VOLSMAX VOLSBELOW VOLSMIN VOLSABOVE FORMAT LANGUAGE FINISHED ONGOING PERIOD WITH ABOUT ABOUTJA`)
/** How it may ask for that: each once. */
export const asking = kinds(`
  MANGA RECOMMEND RECOMMENDED LOOKFOR LOOKFORJA SEEKJA SHOW HAVE HAVEANY EXIST DOYOU CAN CANYOU GOOD BEST NEWREL TREND
  RANKING SELLER WORKS WROTE WROTEJA AUTHOR WHO WHAT WHICH WHATIS READ STORY TALE MAINCHARACTER SETTING CHEAPEST SELLS`)

/**
 * Wordings that differ from those of the other lists in their surface alone: kana for kanji, contractions, common
 * misspellings, a clause for an adjective ("that is short"). Listed before them, as some hold their words.
 */
export const surfaceWords = `
SELLER: the best selling; the bestselling; (your|the) number one (seller|sellers)
WHAT: whatre; what re
WHICH: whichre
PRICE: how muchre; 買うといくら(かかります|かかりますか|かかる|しますか|する|になりますか)
DOYOU: dya
RECOMMEND: (i|id|i would|we|wed) (like|want|love) (you|u) to (recommend|suggest)
SOLDOUT: 売りきれ; 売りきれですか; 売りきれてますか
HOWMANYVOLS: 全巻数; 全巻数は; って何巻; って何巻まで; って何冊
WHICHVOLS: 在庫が(ある|有る)のは(何|どの)巻; 在庫の(ある|有る)のは(何|どの)巻
LIKEDJA: がすき; がすきな人; がすきな人に; すきな人; すきな人に
LENGTH=short: (thats|that is|that are|which is|which are) (quite|fairly|) short; 短くて; みじかくて
LENGTH=long: (thats|that is|that are|which is|which are) (quite|fairly|) long; 長くて
FINISHED: 完結していて; 完結してて; 完結ずみ; かんけつずみ; 終わっていて; 終わってて
STOREWHERE: (where is|wheres) (your|ur|the) (store|shop)
USED: 2nd hand
HOWMANYVOLS: 何巻(まで|)でて(る|ます|ますか|いる|います|いますか)
ATMOST: 迄; 迄の
INSTALMENTS: 分割ばらい
RELEASED: been released; been published; been out
OPENTIME: what time does (your|the) (shop|store) open; when does (your|the) (shop|store) open
CLOSETIME: what time does (your|the) (shop|store) close; when does (your|the) (shop|store) close
RELEASED: もうでてる; もうでてますか; もうでていますか
HOWMANYVOLS: 全なんかん; ぜん何巻
AGE: (って|)(何歳|なんさい)(から|向け|以上)
GENREWORD: って何系; って何系の漫画; って何系の作品
STOREWHERE: (お店|店|店舗)(って|は)どこ(にある|にあります|)
LIKE: in style of; in vein of
DEVICE=kindle-app: on kindle app
DAMAGED: やぶれていた; やぶれてた; やぶれている; やぶれてる; やぶれた
DEADLINE: how many days (have|do) (i|we) (got|get) to
GOODONE: (a|) good one
GOODS=figures: figure
AUTHOR: auther; the auther of; auther of; authour; the authour of; authour of
TAKEJA: 掛かる; 掛かりますか; 掛かります; 掛かるの
METHOD=convenience: コンビニばらい
RELEASE: 店頭に並びます; 店頭に並びますか; 店頭に出ます; 店頭に出ますか
READFIRST: (どっち|どちら)(を先に|から先に|から)(読む|読め|読んだ)(べき|べきですか|べきか|ばいい|ばいいですか|らいい|らいいですか|といい|といいですか|のがいい|のがいいですか)
WHENEXPECT: how soon (can|should|may) (i|we|you) expect
OKFORKIDS: (can|could|may) (kids|children|a child|a kid|young children|young kids|little kids) (safely|) read
TOSHIP: to send (things|stuff|books|manga|packages|parcels|orders|a book|a parcel|a package)
`

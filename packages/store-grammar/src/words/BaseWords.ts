/**
 * Words with many uses. They are listed before all others, each with one broad kind; the rules and
 * shapes say what it means beside its neighbours.
 */
export const baseWords = `
GET: get; gets; getting; receive; receives; receiving; obtain; gain; be getting; to get
TAKE: take; takes; taking; taken
USE: use; uses; using; be used; make use of
ORDER: order; orders; an order; the order; ordering; 注文; オーダー; ちゅうもん; ご注文
BUY: buy; buying; purchase; purchasing; buys; purchases; buyable
PAY: pay; paying; pays; pay with; pay by; pay using
READ: read; reading; reads
OPEN: open; opening; opens
WORK: work; works; working
MANGA: book; books; manga; something; anything; comic; 本
GOOD: good; great; decent; fine; nice
QUALITY=interesting: interesting
QUALITY=fun: fun; enjoyable
OVER: over
MORE: more than; above
FINISHED: complete; finished
AUTHOR: author; authors
TREND: popular
HOWLONG: how long
HOWMANYDAYS: how many days
LAST: last
NOT: not; no
ABOUT: about
ITEM: item; items; package; packages; a package; parcel; parcels; a parcel; product; products; goods; 商品; 荷物の
ARRIVE: arrive; arrives; come; comes
REACH: reach; reaches
COLLECT: collect; collecting
SPEND: spend; spending
SUPPORT: support
VOLWORD: volume; vol
INSTALMENTS: installments; instalments
DEVICE=phone: phone
RECOMMENDED: recommended
CHARGE: charge; charges; charged
PICKUPWORD: pick up
LEGIT: legit
COLLECTION: collection
EXIST: is there; are there; ありますか; ある; あります; ございますか
NAI: ない; ないですか; ないの; ないかな; ないでしょうか; ないか; ないのかな; なにかない; 何かない; なんかない; 何かないですか; ないもの
HAVE: have; has got; offer
SELFNAME: mangaassist
NASHI: なし
WITHOUTJA: じゃない; ではない; 以外
THEY: さっき; あの人
DAIJOBU: 大丈夫; 大丈夫ですか
BACK: back
HOWLONGJA: どのくらい; どれくらい; どのぐらい; どれぐらい
AGETH: 何歳
MATOMETE: まとめて; まとめ
HARAU: 払う; 支払う
TSUKU: つく; 付く; つきますか; 付きますか; つきます; 付きます
YOMERU: 読める; 読めますか; 読む; よめる; よめますか; 読めるの
KUPON: クーポンコード
TSUKAERU: 使える; 使えますか; 使えます; 使う; つかえますか; つかえる; 利用できますか; 利用できる; 使用できますか; 使用できる; 利用可能; 利用可能ですか; 使えるの; 使えるか; 使うことはできますか
MURYO: 無料; 無料ですか; 無料で; タダ; むりょう; free; free of charge; at no cost; at no charge; costless
WHENPAID: いつ支払い
KEYAKU: 規約
EIGYO: 営業
DENSHI: 電子書籍リーダー
YASUI: 安い; 安く; お得な; お得; 手頃な; 手ごろな; 安め; 安めの; 格安; リーズナブルな; お手頃な; お手頃; プチプラ; 低価格の; やすい; inexpensive; budget; cheap; affordable; low cost; budget friendly; low priced
TAKAI: 高い
NAGAI: 長い; ながい
MIJIKAI: 短い; みじかい
ATARASHII: 新しい
FURUI: 古い
JOHO: 情報
SHOSAI: 詳細
WALLET: digital wallet
NEED: do (i|we|you|customers|people) need (to have|to make|to create|to be|to|a|an|) ; do (i|we|you) have to (have|make|create|be|); must i; is it necessary to; is it required to; is it mandatory to; required; necessary; mandatory; 必要; 必要ですか; 必要がありますか; 必要はありますか; しないといけない; しなければなりませんか; 必要ある; しないといけませんか; しないといけないですか; しなければいけませんか
ROMCOM: romantic comedy; romantic comedies; rom com; romcom; romcoms; rom coms; ラブコメ; ラブコメディ; らぶこめ; ラブコメ系; ラブコメ漫画
`

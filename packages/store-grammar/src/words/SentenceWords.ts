/**
 * Wordings that some form's own sentence needs in a language in which customers' questions had none. The grammar's
 * last lists: what they spell like an earlier list is still that list's.
 */
export const sentenceWords = `
ADAPTED: 映像化されていますか
APPROVED: 承認されてから
ARRIVEJA: reach customers
AFTERTO: の後の話ですか
BEFORETO: の前の話ですか
PREQUELTO: の前日譚にあたりますか
SEQUELTO: の続編にあたりますか
SPINOFFTO: のスピンオフにあたりますか
COUPONGET: クーポンの入手方法
DEBUTJA: が初めて世に出たのはいつ
DISCOUNTGET: 割引を受けられますか
DEMOWORD: 対象読者層
EARNRATE: points earning rate
ENDATJA: 巻で完結していますか
ONLYJA: 巻だけですか
EXOTHER: exchange one volume for another
FORMATQ: どんな版
LANGUAGE=it: italian edition
LANGUAGE=ko: korean edition
LANGUAGE=other: foreign language edition
LANGUAGE=translated: translated edition
LANGUAGE=pt: portuguese edition; ポルトガル語版
LANGUAGE=ru: russian edition; ロシア語版
LANGUAGE=zh: chinese edition
MAINWORKS: main works of
MEASURE=better-story: ストーリーで上
MEASURE=darker: 暗さで上
MEASURE=funnier: 笑いで上
MEASURE=more-fun: 楽しさで上
MEASURE=more-violent: 暴力描写で上
MEASURE=scarier: 怖さで上
MEASURE=selling: 売り上げが多い
MISBOUGHT: 買い間違えた
KIDS: young person
MISTAKEN: ordered in error
NAMEON: name on
NOCONFIRM: 注文確認メールが届かない
OTHERVOL: ほかの一冊と
OWNPREORDER: 自分の予約
OWNREASON: for personal reasons
PAYWHENHERE: 届いてから払うこと
PICKUPWORD: 引き取り
POINTSWORK: ポイントはどのような仕組み
POPULARQ: a popular series
PREORSHIP: 予約時と発送時のどちらで請求
PRICEMATCH: 最低価格保証
REVIEW: reviews
SELLSWELL: よく売れている作品ですか
SELECTED: 選
SETTING: setting
STORYBY: original writer; the original writer
STATUS: 連載状況
TAXEXCLUDED: exclude tax
TRIAL: read a free sample
UNSUB: unsubscribe from
UNWANTED: 欲しくなくなった
WELLLIKED: 好評
WHATIS: とはどんな作品ですか
YEARJA: 年
`

/**
 * The half of the labelled pairs that was written after the lists and rules were frozen, and never tuned
 * to: what it measures is what unseen questions meet. Same form as the first half.
 */
export const secondHalfSame = `
# en stock
Got Ranma 1/2 volume 6 in? => Is Ranma 1/2 vol. 6 in stock?
Does your shop carry Land of the Lustrous 4? => Do you have volume 4 of Land of the Lustrous?
I'd like to know whether Golden Kamuy 15 is available => Is Golden Kamuy volume fifteen available?
Is it possible to buy Kaiju No. 8 volume 2 here? => Do you sell Kaiju No. 8 vol 2?
Have you got Oshi no Ko #5? => Is Oshi no Ko 5 in stock?
Hiya, any chance you stock Solanin? => Do you have Solanin in stock?
Is the digital edition of Medalist 3 available? => Can I buy Medalist volume 3 digitally?
Are there any copies of Gachiakuta 2? => Do you have Gachiakuta volume 2 in stock?
Anything left of Witch Watch 4? => Is Witch Watch volume 4 still in stock?
Do you folks have Slam Dunk eleven? => slam dunk 11 in stock??
# en price
What's the going price for Kingdom 50? => How much is Kingdom volume 50?
How much would I pay for Sakamoto Days 8? => Price of Sakamoto Days volume 8?
Tell me the price of Nodame Cantabile vol. 3 => How much does Nodame Cantabile 3 cost?
cost of skip and loafer 2 => How much does volume two of Skip and Loafer cost?
How many yen will Spy x Family 9 cost me? => Spy x Family vol. 9 price
What are you charging for Hell's Paradise 1? => How much is Hell's Paradise: Jigokuraku 1?
How pricey is the FMA box set? => How much does the Fullmetal Alchemist box set cost?
how much 4 jojo 10 => How much for JoJo's Bizarre Adventure 10?
# en release
When's Kagurabachi 9 due? => What is the release date of Kagurabachi volume 9?
On what date does Frieren 15 come out? => When does Frieren volume 15 release?
When can we expect the next volume of Berserk? => When does the next Berserk volume come out?
Is Blue Lock 33 already out? => Has volume 33 of Blue Lock come out yet?
When did the first volume of Bleach come out? => Bleach volume 1 release date?
Could I reserve Dandadan 22? => Can I preorder Dandadan volume 22?
What year did Doraemon start? => In which year did Doraemon begin?
# en facts
Who is Vagabond by? => Who wrote Vagabond?
Who's responsible for Hunter x Hunter? => Who is the creator of Hunter x Hunter?
What's the name of the person who wrote Nana? => Who is the author of Nana?
What's the total number of volumes of Gintama? => How many volumes does Gintama run?
How many volumes of Haikyu are out so far? => How many volumes does Haikyu have?
Did Tokyo Revengers finish? => Is Tokyo Revengers over?
Is Vinland Saga done yet? => Has Vinland Saga finished?
Are new chapters of Detective Conan still coming out? => Is Detective Conan still ongoing?
What kind of story is Pluto? => What is Pluto about?
What happens in Solanin? => Give me the plot of Solanin
What can you tell me about Dorohedoro? => Tell me about Dorohedoro
Was Blue Period made into an anime? => Is there a Blue Period anime?
Who puts out Jujutsu Kaisen? => Who is the publisher of Jujutsu Kaisen?
What sort of genre is Parasyte? => What is the genre of Parasyte?
Is Monster a good manga? => Is Monster worth a read?
How old should you be to read Berserk? => What is the age rating of Berserk?
# en recommend
Could you point me to a decent thriller? => Recommend a good thriller manga
What horror series would you recommend? => I want to read a horror manga
Are there any historical manga worth reading? => Recommend some historical manga
Something in the same vein as Vagabond => Any manga similar to Vagabond?
I enjoyed Slam Dunk, what else should I read? => Recommend something like Slam Dunk
If I like Spy x Family, what would I enjoy? => manga similar to Spy x Family
Fantasy manga, but no romance please => Recommend a fantasy manga without romance
Which manga is good for young children? => Recommend manga for kids
a finished sci-fi series, any ideas? => Recommend a completed science fiction manga
Give me a mystery for less than 700 yen => mystery manga under 700 yen
Do you know any manga about vampires? => Recommend a vampire manga
Suggest a slice-of-life story that's short => short slice of life manga
What should a newcomer to manga read? => Recommend a manga for beginners
Got any sad romance? => Recommend a tearjerker romance manga
josei manga about work => Recommend a workplace josei manga
Any decent cooking manga out there? => food manga recommendations
# en lists
What's everyone reading? => What manga is popular right now?
Which manga sell the best? => bestsellers
Show me the latest releases => What are the new releases?
What came in recently? => new arrivals
What has Osamu Tezuka written? => Show me manga by Osamu Tezuka
Do you carry Rumiko Takahashi? => books by Rumiko Takahashi
Anything on sale? => Are there any discounts?
What will be released soon? => upcoming manga
# en compare
Naruto or One Piece: which has more volumes? => Which is longer, One Piece or Naruto?
How do Monster and Pluto differ? => What's the difference between Pluto and Monster?
What's cheaper, Akira 1 or Nana 1? => Which is less expensive, Nana 1 or Akira 1?
Is Bleach longer than Naruto? => Does Bleach have more volumes than Naruto?
# en policy
Would you send a package to Brazil? => Do you ship to Brazil?
What do you charge for shipping to Korea? => How much is delivery to South Korea?
What's the delivery time for Okinawa? => How long does shipping to Okinawa take?
When do I get free shipping? => What's the minimum spend for free shipping?
Do you deliver outside Japan? => Do you ship overseas?
Do you offer rush delivery? => Is express shipping an option?
Is my parcel trackable? => Do orders come with tracking?
Who do you ship with? => Which courier do you use?
Do I have to pay customs duties? => Are customs duties charged?
Can books be sent back? => Can I return a book?
What are your rules on returns? => What is your return policy?
How many days do I have to send something back? => What's the deadline for returns?
Can I return a manga after reading it? => Can I return an opened book?
Do you do refunds? => Can I get a refund?
How long till I see a refund? => How long does a refund take?
What do I do if the book is damaged? => What if a book arrives damaged?
Is swapping a book for another possible? => Can I exchange a book?
In which ways can I pay? => What payment methods do you accept?
Is PayPal accepted? => Can I use PayPal?
Does your store take Visa? => Can I pay with Visa?
Can I pay in cash? => Do you take cash?
Is paying in installments possible? => Can I pay in instalments?
Do points ever expire? => Do loyalty points expire?
How are points earned? => How do I earn points?
Is there a loyalty scheme? => Do you have a points program?
Do you do gift wrapping? => Can you wrap books as gifts?
How much do you charge for gift wrap? => What does gift wrapping cost?
Do you sell gift vouchers? => Can I buy gift cards?
How do preorders work here? => How does pre-ordering work?
What's the procedure for cancelling an order? => How do I cancel an order?
Is cancelling an order after shipment possible? => Can I cancel an order after it ships?
How can an order be changed? => How do I change an order?
Which devices are supported for ebooks? => What devices can I read ebooks on?
Can ebooks be read offline? => Can I read digital manga without internet?
How can I reach a human? => How do I contact customer support?
What's the number for customer service? => What is your phone number?
Is there a shop I can visit? => Do you have a physical store?
When are you open? => What are your business hours?
Do you sell second-hand books? => Do you have used manga?
Do you stock light novels? => Do you sell light novels?
# ja stock
ゴールデンカムイの15巻はまだありますか？ => ゴールデンカムイ15巻の在庫はありますか
ブルーピリオド4巻、売ってる？ => ブルーピリオドの4巻は取り扱いありますか
推しの子5巻って買える？ => 推しの子の5巻は購入できますか
ダンダダン七巻の在庫を確認したいです => ダンダダン7巻在庫ある？
カグラバチの2巻を置いていますか => カグラバチ2巻ありますか
メダリスト3巻の電子書籍はありますか？ => メダリストの3巻、電子版ありますか
# ja price
キングダム50巻の値段はいくらですか => キングダムの五十巻はいくら？
薬屋のひとりごと1巻、おいくらですか => 薬屋のひとりごとの1巻の価格を教えてください
フリーレン3巻って何円？ => 葬送のフリーレンの3巻はいくらしますか
スラムダンク全巻セットはいくら？ => スラムダンクを全巻揃えるといくらですか
# ja release facts
ベルセルクの次の巻っていつ？ => ベルセルクの次巻はいつ発売されますか
葬送のフリーレン15巻の発売日を知りたい => 葬送のフリーレン15巻はいつ出ますか
ブリーチの第1巻はいつ発売されましたか => ブリーチ1巻の発売日は？
のだめカンタービレを描いた人は誰？ => のだめカンタービレの作者は？
銀魂は何巻まであるの？ => 銀魂って全部で何巻？
東京リベンジャーズは完結しましたか？ => 東京リベンジャーズってもう完結してる？
名探偵コナンはまだ続いていますか => 名探偵コナンは連載中ですか
ドロヘドロってどんな漫画？ => ドロヘドロはどういう話ですか
寄生獣のジャンルは何ですか => 寄生獣は何のジャンルですか
ブルーピリオドってアニメある？ => ブルーピリオドはアニメ化されましたか
# ja recommend lists
おすすめのサスペンス漫画ありますか => サスペンス漫画のおすすめを教えてください
歴史漫画で面白いのある？ => 面白い歴史漫画を教えて
バガボンドっぽい漫画を教えて => バガボンドに似た漫画はありますか
スラムダンクが好きなんですが、おすすめは？ => スラムダンクみたいな漫画のおすすめ
恋愛なしのファンタジー漫画を探しています => 恋愛要素のないファンタジー漫画のおすすめは？
700円以下のミステリー漫画は？ => 700円以内で買えるミステリー漫画を教えて
完結している短い恋愛漫画 => 短くて完結済みの恋愛漫画のおすすめ
吸血鬼の漫画ある？ => ヴァンパイア漫画のおすすめ
いま流行ってる漫画は？ => 人気の漫画を教えてください
一番売れてる漫画は？ => 売れ筋の漫画を教えて
新作漫画を見せて => 新しい漫画を教えてください
高橋留美子の漫画を教えて => 高橋留美子の作品はありますか
# ja policy
ブラジルへ送ってもらうことはできますか => ブラジルに発送できますか
韓国までの送料を教えて => 韓国への送料はいくらですか
沖縄だと何日で届きますか => 沖縄までの配送日数は？
いくら買えば送料無料ですか => 送料が無料になるのはいくらからですか
国外への発送は可能ですか => 海外発送できますか
関税はかかりますか => 関税を払う必要がありますか
本の返品は受け付けていますか => 返品できますか
いつまでなら返品できますか => 返品の期限はいつまでですか
読んだ本でも返品できますか => 開封済みの本は返品できますか
返金してもらえますか => 返金はできますか
どうやって支払えばいいですか => 支払い方法を教えてください
VISAカードは使えますか => VISAで払えますか
現金は使えますか => 現金で支払えますか
ポイントに有効期限はありますか => ポイントは失効しますか
ポイントを貯める方法は？ => ポイントの貯め方を教えてください
ラッピングしてもらえますか => ギフト包装はできますか
包装代はいくらですか => ラッピング料金はいくらですか
注文の取り消し方法を教えてください => 注文をキャンセルするにはどうすればいいですか
電子書籍は何台の端末で使えますか => 電子書籍は何台まで読めますか
電話番号を教えてください => 電話番号は何番ですか
何時から何時まで営業していますか => 営業時間は何時から何時までですか
# romaji mixed
Berserk no tsugi no kan wa itsu demasu ka => When does the next volume of Berserk come out?
One Piece wa kanketsu shite imasu ka => Is One Piece finished?
horaa manga no osusume wa => Recommend a horror manga
shiharai houhou wa nan desu ka => What payment methods do you accept?
Kingdomの50巻、how much? => キングダム50巻いくら？
Dandadan 7巻 in stock ですか => ダンダダン7巻は在庫ありますか
# en surface
Is Akira volume 2 in stock? => IS AKIRA VOLUME 2 IN STOCK
How much is Nana vol 7? => Hello! How much is NANA Vol.7, please?
Do you accept credit cards? => do you accept credit cards...
How many volumes does Bleach have? => Hey there, how many volumes does bleach have??
Is volume six of Monster available? => Is volume 6 of Monster available?
What is your return policy? => Ｗhat is your return policy？
When does Blue Lock 34 come out? => when does blue-lock vol. 34 come out?
Can I return an opened book? => Could I return an opened book, please?
Do you have the third volume of Akira? => Do you have the 3rd volume of Akira?
# ja surface
アキラ２巻の在庫はありますか？ => アキラ2巻の在庫はありますか
キングダム５０巻の値段を教えて！ => ｷﾝｸﾞﾀﾞﾑ50巻の値段を教えて
支払い方法は？ => 支払い方法は何ですか？
送料無料はいくらから？ => 送料無料はいくらからですか。
ナルト第十二巻はありますか => ナルト12巻はありますか
`

/**
 * English words that are one letter away from a word of some title ("rock" and "lock", "fairy" and
 * "hairy"): never read as a misspelling of it. Taken from the MIT-licensed list of
 * `an-array-of-english-words`; words from four letters on.
 */
export const confusableWords: ReadonlySet<string> = new Set(
  `
  aback abloom abound academias academic acai acidemia acts adays adventure adventured adventurer adventurers
  adventures adventuress aeon aero affections afire afters agate agenesis agita ahead ahigh ahis aide aids aight
  ains airy aitch aits aiver akas akene aking akita alack aland alane alay alchemise alchemists alike alit aliya
  alkane alley alone alter ambling amen amid amiss amnia amoves anana anata ancients anga angels anger angle
  anight anna anow anther antient antra apace apiece aping apocalypses apollo apollos apter arable arame arch
  areaching areal argle aril arle arose artiest artis artiste artists arty asana asci ashy aslope aspro
  assassinations aster asters astone astral astray ateliers atoc atok atoms atomy atone atop attach attacks
  aune aunter autist avale aventures aver awatch awave awork ayes baal baba babe babu bach back
  backet backs bacs bael bail bailor bajra bake baken bakra bald bale balk balking ball balled balls bally balm
  bals balu bananas band bandana bang bani bania bank banket barb barby barca bard bare barf bark barm barn barp
  barra bars base baseballs bask basked basketballs baskets basnet basset bast baster basters bastle batch
  batler bats batta battel battled battler battles battue bauk bawl bawn bays beach beaching bead beak beam bean
  bear beast beater beath beats beaty beau beaut beck beet begat bell bells belt bender bennis benny bent bepat
  bere berserks besat best bestars beta bets beyonds beys bhaji bhat bhoot bicker bide bids bight bighting bike
  biles bill bind bing bins birls bish bist bister bitch bito bits bizarres bizarro black blacks blade blady
  blae blag blam blamed blamer blames blams bland blank blanks blare blase blash blast blat blate blay blaze
  blear bleat blee blench blets blink block blood blook blooms bloomy bloop blowers blub blude bludge blued
  bluer blues bluet bluey blume blunk blur blustrous boak boas boat bobs bocci bock bodhi bods bogs bohs bois
  boke boked bokeh bokes boko boks bolden boll boma bona bond bone boney bong bonk bonny boob booh book books
  booky bool boom boon boor boos boot bops bora boride bork bors bosh bosk bosket boss bota bote bother bothers
  bots bottle bouk boun bounds bouned bouns bourd bouts bower bows boxen boyf boyfs boyg boygs boyo boyos boysy
  brack braide brame bran brank brat brattle breach breaching bream breams brede bribe bride brided brides
  bridge bridie bridle brie brine brise brize brock broken brook broom brose brothel brothels brother
  brothers brothier bruits buat buchu buck bugler bull buller bummer bunch bund bundy bung bungy bunjy bunk bunn
  bunns bunny bunter bunty buoys bura buran burler busk busket bustler butle butled butlers butlery butles buts
  butter buttle buys byes caas cabled cabs cack cade cads caese cafe cage cags caid caird cake calced calf calk
  calked calking call calla callee caller callet callid calls calm calmed calo calp calved calx cama caman
  cambers came cames camo campi campion campo camps campy cams cane cannas cans cantabiles cantor cants canvass
  cape caps captains captan captors carb card cardi cards cardy care cared cark carl carn carp carr carried cars
  carse cart carts casa cased cases cash cask casket cast caste caster casters castor casts catch cate cater
  cates cattle caul caup cause cavas cave caws cays cease ceasing ceils cell cella celled celli cello cellos
  cels celts centaury ceps cere cero chad chai chain chainsaws chair chakra chal cham chamber chamfers
  champ champers champions chana chang chank chant chao chap chape char character charactery charas chard chare
  chark charka charm charr chars chart charta chary chas chase chat chats chav chaw chay chaya chere chia chib
  chibs chic chid chief chield chik childe childs chile chili chill chime chin chip chis chit chiv chiz cholic
  chon chops chronicled chronicler chronicles chub chunter cide cids cill cills cion circumstance circumstanced
  cire cirls cist cite cito cits cive clack clag clam clambers clame clamp clan clank clash class classrooms
  clast clats claver clay clean clears cleat clever clime cloches clock cloked clone cloned cloner clops close
  closer closes closet clotes clothe clothed cloths clove cloven clovers clovery cloves cloyed clubs clue clump
  clying coats cobs cock cocket codenames codes cods cogs coiner coke cokes coles colic coll colled colls cols
  coma comae comas combes combs come comer comers comet comets comms comp comps coms comtes comus cone cones
  coney conin conn conner cons conster consters cook coon coops coos cope copes copse copsy copy cord corder
  corer cores cork corker cornea corned cornel corners cornet cornier coroner corps cors cortex cose cosed coses
  coss cost cotan cote cotes cots couch county coups cour cove cover coves cowan cower cowps cows coxes coys
  cozes cramp cran craton crayons cream creams crock cromes crop crops cuit cull culled culls cumber cummer cups
  curd cusk cutler cuts cyan cyborgs cymes dabs dace dack dads daemon daemones daemons daes dafter dago dags
  dahs daimons daint dairies dairy dais daker daks dale dals daman dame damn damp dams dang dangs danio dank
  dans daps dare darn dashi data date dater datto dawd dawen dawk dawns daws dawt daze dead deads deaf deafly
  deal dean dear dearies dearly dearth deary deash deaths deathy deaw decad deco deed deeds deen deens defective
  defi deid deke deli delirious dell dells deman demans deme demic demit demo demob demobs demon demons demos
  demy deni dens depth dere dero derth descendings deshi desi desk destructions detectives devon devons deys
  diamonds diarise diarises diarizes diced dicker dido dieb diel dies diet dight dighting dike diked dime dined
  ding dingo dink dinna dinner dino dins dire dirls discant dish disk diss distent ditch dited dits dive dived
  diver diya dock docket doen dojo dome domes doms domy dona done dong donna dook doon dops dork dorp dose dost
  dote doum dour douts dove dover doves dower down doys drad drafters drafting dragons dragoon drake dram drams
  drap drawn drays dread dreadly dreads dream dreams dreamt dreamy drear drears dried drifter drip driver droop
  drops dropt drow drunk drys duad dual duck dudgeon dued duels dues duet duit duke dule dull dumber dunch dune
  dung dungeons dunk dunks dunny duns dunt duper duro dush dusk dusks dusky dust dyad dyed dyes dyke eager eard
  earths earthy ease eased easer easing east easter easters eaten eaters eatery eath eats eave ebook eclosed
  eeven egma eide eight eighty eish ekes eking eland elater elevens elevon ells elope elts emes emmas emmy
  emoves encyclopaedia encyclopedian encyclopedias encyclopedic ender enes enew enow enter erase eraser erases
  eres erose escapism escapists escar eses especial ester estro etage eten etens euro even evens ever eves ewes
  exes exorcise exorcism exorcists eyas eyed eyen eyer eyers eyres fady faery fail faint fair fairly fairs fake
  fall fame fand fanga fango fano faradise farce fard fare fash fast faster fasters fats faur fave fawn faying
  fays faze feal feart feasing feat feater feeds feist fell fells fender fenny fere fest fetal fets feying fiar
  fiat fibre fice fices fides fido fids fiends fier fiere fiest fife fifes fight fightings fike fikes file filed
  filer filers filet filets fill filles fills films filos fils find fine fines finner fino fins fiqh fired firer
  fires firie firk firm firn firs first firsts fisc fish fishy fisk fist fists fisty fitch fits fitt five fiver
  fives fixes fixt flab flack flags flak flam flame flan flank flap flashy flask flat flaw flax flay flayer
  flaying fleg flesh fleying flies flighting fling flock flog flosh flour flower flowery flub flue flump flush
  flyings flyping flyting foen foist folic fomes fone fops fora forced forcer forces fore forge fork
  form forme forte forth forze foud fouer foul found fountain four fours fous foys frag freits fretty friands
  friend frighting frist frits frock froe frog fros frother frothers frow fruicts fruit fruity frusts frying
  fuel fugu fulls fully funebral funerals funereal funk funny furan furl furr furs fury fust fyles gabbling
  gabling gaby gade gaga gage gaid gair gaits gaks gale gall galled galley gama gamb gambe gamblings gamboling
  gamed gamer games gamey gamme gamp gams gamy gane gant gape garbling garden gare garth gasket gast
  gaster gasters gate gater gats gave gays gaze geal geat geits gemma gender gendering generation geneses genny
  gere german gets ghast ghat ghest ghis ghost ghosts ghosty ghouls giants gibe gibs gids gied gies gifts gigs
  gilden gills gilts ging gink ginner gins gios gippo gips girds girl girly girns giros girrs girts gist gists
  gite gites gived given giver gives glads glady glam glams gland glans glassy glike glime glisten glits gloom
  gloss glost glove glover glowers glue gnow godden goldens golder golf gone gong gonk gonna goodby goodbyes
  goodbys gook goon gora gori gouch gourmets gouts gown goys grame gran grant grapple grappled grapplers
  grapples grass grat greats greet gride grifters grifting griple grits groat grrls grume guardians guest gulden
  gull gummer gunk gunny gunter gurls guru guts gylden gyve haar habu hack hadji haed hafter haha haik haiku
  hail hain haint hairs hairy haji hajis hajj hajji haka hakari hake haku hall hallo halo hambling hame hanap
  hand hang hank hansa hant hapu hapuka hard hards hardy hare hared hark harl harm harn haro harp harried hart
  hask hast hasty hatch hater hats haud haunter have hays haze head heads heady heal heald heap hear heard heare
  hears hearth hearts hearty heast heat heater heath hebe heed heeds heel heid heigh heil heir held hele helio
  hell hello hellos hells helm helo help heme hend henny herb herd here heres herl herm hermae hern hero heron
  heros hers herse hery herye hest hete hetman hets hexad hiant hide hied highs hight highting hike hild hill
  hillo hims hind hing hins hinter hippo hire hish hiss hist hitch hitmen hits hive hiver hoard hoast hock hogh
  hoist hoke hokey hoki hokku holden hole holey hollo holmic holt homa homas home homed homer homes homey homie
  homme homo homs homy honan hone honed honer hones honeys hong honkey honky hooey hook hoon hoot hope hops hora
  hore hori horis horme horn horner horrors hors horst hose hosey hoss host hosta hosts hote hots hound hour
  houri househusbands hout houts hove hover hoves howe hoys hull hullo hummer hunch hunger hunk hunker hunted
  hunters hurter husbands husk huts hwan hyes hylic ichs icker ikan ikat illegal inaner infer info ingo inia
  initials inker inland inned inners inro insomniac insomnias inter interview inti intro iota ippon itch jack
  jacks jacky jaga jail jailor jake jampan janny japans jark jauk jawan jays jeat jell jello jells jeon jets
  jiao jins jiujutsu jive jiver jnana jock joco joke jomo jong jook jota jour journals journeys joys juba
  jujitsu jujutsus junk juts kack kade kago kagus kaid kaids kaie kail kaing kaiser kaizen kaka kaki kale kama
  kame kames kami kamikazes kana kanaka kane kang kanga kanji kans kant kaon kapa kara karaka karakas karakia
  kark karn karo karoshi kart kasha kata kats katsura kava kawas kawau kaws kayo kays kazi keds keen keight kell
  kells keno kero keta kets khan khat khis kiang kicked kickers kickier kiddo kids kifs kight kights kike kikoi
  kilo kimbo kimono kina kind kinds kine king kingdom kingdoms kings kink kino kinos kins kips kirs kish kiss
  kissy kist kists kith kits kittle kiwi kludge knicker knight knights know koan kobo kochia koel kofta koha
  kohen koka kokako kola kolo kond kondo konk kons kook kops kora kore koro koru koss koto kudo kufi kuna kune
  kuri kuru kuta kuti kwaito kyak kyang kyar kyat kyes labyrinths lack lacy lade lads lagoons laic laid laids
  laik lain lair laird lairy lake laky laldy lall lalled lama lambling lame lamer lamp lana land lande lands
  lane lang lank lant lanx lapin larch lard lardy lare lase lash lasket lass last laster lasters lasts latch
  later lats laud laund lave lawn layer lays laze lazy leach leacher leaching lead leady leal lear leas lease
  leasing least leat leats lees leets lefts legs leis leke leks lemma lemon lemons lend lender lens leone leps
  lere less lest lests leve leys liard liars liart lias lice lichi lick licker lictorian lidar lido lids lied
  lien lier life light lightening lighting lightnings liked liken liker likes lime limn lind line ling linn lino
  lins lions lipe lipin lira lire list listed listee listel listens lister lite lith lits litten littler littles
  littlie live lively liver loader loafed loafers loaner loast loave lobe loca loch loci lock locket locks loco
  lode loft loge loid loin loke loma lome lomes lone lonely loner long longe loof look looks loom loon loop loor
  loos loot lope lops loran lore lose losed losh loss lost lota lote lots lotto lound lour lout louts love loved
  lover loverly loves lovey lowe lower lowers lown lowne lowt loys luck luit luke lull lumber lump lunch lune
  lunk lupine lupins lusk lust lyes lying lyne mach mache machi macho machs mack madid madison mafia mafic mage
  mages magg maggs magi magic magics magnus mags mahoe mahout maid maiden maids maik mail maim main mair maister
  maisters majors make maki mako maks mali malic malison mall malled mama mana manaia manana mand mandi mang
  manga mangal mangas mange mangel mango mangs mangy mani mania maniac manias manic manila manis manna mano
  manor manta manus mara marah marc marcs mard mardied mare maria marid mark marmalades maror marred marrieds
  marrier marries marsh masa mase maser masers mash masher mashers masker maskers masks mason mass massage mast
  masted master masters mastery mastier masty masu masus match mater maters mats matter matters maud mawk mawn
  maxi maximums maximus mayor mays mayster maysters maze mead meal measing meat meatal meath medal medalists
  medallist meeds meishi mell mells mender mental merch mere merman mesal mesh meshy mess messaged messages
  messuage mester mesters meta metalist metals metol mets meves mganga mibs mics mids might mights migs mike
  miles mils mime mina mind ming minny mino minster minsters mips mire mirs mise mises miso misos miss missa
  missy mist mister misters mistery mists mitch mity moan mobble mobes mobie mobiles moble mobster mobsters
  mocha mock modalist moder moderne moderns moders modes moes moister mojo moke mokes moko moles mome momes momi
  mona money mong mono monster monstera monsteras monsters mood mooi mook mool moong moonlet moons moony moop
  moor moos moot mooves mopes mops mora mores morn moron mose moses mosk moss most mote motes motile motto mouch
  moues mound mountains mountainy move moved mover movers movies mower mown moys mozes muid mull mummer munch
  munga muni munshi munster munsters munter muon murage mush musha mushy musk muss muster musters muts naan nada
  naga nail nain nairu nala name namer nams namu nana nanas nane nang nanna nans nanua naoi napa narc nard nare
  nark nary nashi nasty natch nats nave nays naze nazi neal neat neater neath needs neighborhood neighborhoods
  neighbourhood neighbourhoods nemn neons neral nerve nest nete nets nett newt nexts ngana nicht nicker nide
  nids niece nied nife niger nigers nigh nighs night nights nighty nirls nish nite nits nock nocket node nole
  noma nome nomes nona none nong noni nook noon nope nori nork norths nose nota noted noter notes nother nott
  noul nown noys null numbed numbers nunny nuts nyes oast oater oats oflag ofter ogive okapi okta olden omer
  oner onie onto oops oose oots oping oppo opts orad oral orang orant organ origan origins orts osar oscars
  otaku otherworlds otto ottos ouch ouds ouks oups ourang ourn ours oust ousts outler outran ovel oven overs
  overt ower owts oxer oyer oyes paan pace pack packet paean pagan paid pail paint pair palay pall palled paly
  pand pang panga panty para paradises parasite parch pard pardy pare parity parky parly parried parry part
  parti partly parts pase pasha past paster pasters pasty patch pater pats pattle patty paty paunch pavan pave
  pawa pawer pawn pays peacher peaching peal peart pease peasing peat peke pell pells penman pennis penny
  peon peopled peopler peoples pere perfecta perfecti perfecto perfects perfet periods permian pernod petal pets
  petty phantoms phantomy phat phis phoney picker picket pieced piecen piecer pieces pied pierce pight
  pighting piing pike piles pina pinch pine ping pingo pings pink pinna pinner pins pint pinto piny pion pirls
  pish piss pitch pith pitman pits pity plack plaid plan planets plank plap plash plast plat platoon platy playa
  player playmakers plays pleach pleas pleased pleaser pleases pling plong plook plover plower plowers ploy plue
  plump pluton plying poake pock pocked pockets poked poker pokes pokey pokie poky pole poler pome pomes pond
  pone poney pong ponga pongo pongs pongy ponk pons pont pony pook poon pope pops pore porer pork porty pose
  poser post pote potto pouch pouke pound pour pouts powder powers pown powre powter prance praty pray
  preaching prease preborn prefect preload preman premised price pride princed princes princesse proke prom
  promise promisee promiser promises prong prop prose prower prune psora psych psyche psychos psychs puke pull
  punce punchy pung punk punny punter purty puts pyes qaid qats qins queest quests quintuples quintuplet quist
  quit rack rade rafter raga ragi ragus raid rail rake raki raku rale rambling ramen rami ramp rampire rana rand
  ranga rani raptor rare rase rased rast raster rasters ratch rater rats rattle rave raver rawn rayon rays raze
  reacher reacting read reader reak real realm realms realo reals ream reams rean reap rear rearm rebore recal
  reck redder rede reeching reeder reeds reel regal regard regars reincarnate reincarnates reiver reloads reloan
  renal rended renderings renders renker renter requiems reservoirs retards retching retorn rets revenger
  revenges revenuers rewards reworn rhime rial riant rice ricer rick ricker ride rider rides ridge rids riever
  rife rifer rifting right righting righty rile riles rimae rime rimer rind rine ring rins ripe riper rise riser
  rishi rite rits rive rived rivel riven rivers rivery rives rivet roaching roan robe roch rock rocket rocks
  rocky rocs rode roes roke role rolf roma romage romal roman romanced romancer romances rone rong rook roon
  roose rope rore rosed roses roset roshi rost rosy rota rote rother rothers roue roul round rouse routs rove
  rover roves rower rube ruck rude rule rume rummer runch rund runed runes rung runny runs runt ruru ruse rusk
  ruts ryal ryes saag sabe sack sade sadi safe safter saga sagas sage sago sags sagy said saiga sail sailer
  sailors sain saine sains saints sair saist sakai sake saki sale sall salve salver sama saman samas samba sambo
  same samen samlor samp sampire sams samurais sand sane sang sanga sango sank sans sansa sanseis sant sapan
  sard sari saring sastra sate sati saul sauna saunt save saved saver saves savey savs sawn saxe sayonaras
  says scall scalled scam scamp scan scape scar scats schoole schools schorl scone scoot scope scops scorner
  scow screet scul scummer seal seam seaman sean sear seasing seat seater seconde secondi secondo seconds secund
  sedes seed seedy seeks seels seems seen seeps seers sees segar sell sells semen semi sena sender sends sens
  sensei sensi seps sera serai sere sering setal sets sevens sever sewan sewen sext seyen shade shadows shadowy
  shake shako shale shall sham shama shamal shamans shamas shame shan shaped shapen shaper shapes shaps shard
  share shat shave sheal sheds sheel sheet shelf shell shells shelly sheol shere shiatsu shikari shill shim
  shindy shine shinju shinjus shins shiny ship shir shit shite shiv shlump shoat shoji shola shone shoneen shoo
  shook shool shoon shoos shoots shope short shot shott shout show showd shown shows showy shul shun shunter
  shwa sibs sicker sics side sien siens sies sifter sigh sight sighting signa signs sijo sike silen silene
  sileni silens silents siler siles siller silvern silvers silvery silvex sima simi simmer sims sind sinds sine
  sines sing sings sinh sinhs sink sinks sinner sinter sinus sips sire siring sirs siss sist sisted sisters
  sitar sith sits sitter siver skeet skell skep skeps skid skids skim skimp skin skins skint skio skips skis
  skit sklent skummer slab slack slae slag slaid slaker slams slank slap slash slat slater slave slaver slaw
  slay slayed slayers sledge sleds sleet slice slide slim slimed slimes slims slimy slip slipe slit slive sliver
  sloe sloom sloot slop sloped sloper slopes slops slopy slove slow slub sludged sludges sludgy slue sluit slum
  slummer slumps slumpy slums slurp slyer slype smell smit smoot smudge snar snaw sneds snell snip snit snob
  snod snog snoot snot snowk snows snowy snudge soar soave soba soca sock socket soda sofa soho soil soja soke
  soken sola solanine solanins solidary solo solver soma some sone song sonny sons sook sool soon soot sopra
  sops soral soras sorb sord sorda sore sori soring sorn sorner sorra sort sorta soss souk souls soum sound soup
  souper sour sous sout souts sower sowl sown soya soys spaced spacer spaces spacey spacial spacy spade spae
  spaing spake spale spam span spane spar spare sparing spate specials speeds spell spial spice spin spinal
  spins spirals spiric spiring spirits spirity spirt spit spital splay splent spoke spoof spook spool spoom
  spoons spoony spoor spoot sporal sporing sprang sprig springe springs springy sprint sprit sprong sprung spuer
  spuing spying squit stab stade stag staged stager stages stagey stags stagy stair stake stale stane stap staps
  stare stark starn starr stars start stat state stave staw stay stayer stear steds steeds steeps stell stems
  stens step stept stets steven stews stime stint stir stoae stoeps stogies stogy stoke stole stoma stond stoned
  stonen stoner stones stoney stong stonies stonk stonn stonne stony stope stops store stores storey storges
  storied stork storm stormy stour stoury stove stovies stow stown streek streel streets streety streps string
  stroy stump suave suber suer suet sugan sugars sugary sugo suid suint suite suits summar summed summers
  summertide summertimes summery sump sungar suni sunk sunn sunna sunns sunny suns supe superb supers supes
  supper supple supply suprema supremer supremes supremo sura surer suring surviver survivors sushi sutler swab
  swad swag swage swain swam swang swank swans swap swat swatch sway swayer sweat swee sweed sweel sweep sweer
  sweert swees sweets sweety swell swelt swept sweven switch swith swoon syes taal taber tabi tach tache tacho
  tachs tack tael taig tailor tails tain taint tais tait take taker takhi taki taler tali talking tall tamber
  tame tamed tamers tames tamp tamper tana tane tang tanga tangi tango tanh tank tans tanti taper tapeta tara
  tare tarried tarty taser task taste taster tasters tater tatou tats tattle tatty tatu tatus taver tawa tawer
  taxer taxi tays teachers teaches teaching tead teaing teal teamer teaming tearing teasings teat teazing teenty
  teil tell tells teme temsing tender tendering tennes tennies tennist tennists tennos tenny tense tensed tenser
  tenses tensing tenty tenuis testy tets teuch teucher text thae than thana thar that thaw thee them then there
  thermal therme thew thewy thig thigh thigs thin thins thio thir thirds thirl thrae threep threes threne threw
  thrid throe thru thus tian tiar tice ticker tide tids tied tige tight tike tile tiles time timed timer times
  tind tine ting tinner tins tire tirls titans titch tite titian titman tits tittle toasty tock toea toey tofu
  toga toil toile toiled toiler toiles toilets toke token toko tola tolu toman tomb tome tomes tomia tomo
  tomorrows toms tone toney tong tonlet took toon tops tora toran torc torch tore tori tories torn toro torr
  tors tort torus tory tosa tose tost tote touche touchy tough touk toun tour tourney tours tout touts tower
  towns towny tows towt towy toyo toys trail trat treacher treat tree trey tride trifle trigon trimix tripe
  tripled triples triplet triplex triply tripple trock trop trouch tsar tsubas tuis tune tunny tusk tuts twat
  tweet twentieths twitch tyes ultimata ultimated ultimates umber umma unai undam unto uplay ureal uruses usage
  vagabonds vagi vagus vail vair vairy valleys vamp vampier vampired vampires vara vare vase vast vaster vasty
  vats veal vell vells vender venerations vertex vets vext vice victoria victoriana victorias vide vids vied
  vigilance vigilances vigilant vigilante vigilantes vino vins vire virls vittle vive viver voiced voicer voices
  voile volley vote vouch vower wack wade wady wafter wage waid wail wair waite waive wake waking wale waling
  walkings wall walled walling wambling wame wand wane wanking ward ware wark warking warty wase wast waster
  wasters watch wate water wats wattle wauking waulking wave waved waver waves wavey wavy wawa wawe ways weal
  weave weeds weer weet welking well wells wend wenny were wero wert wets wexe whae wham whap what whata whats
  wheat where whet whey while whin whine whit whited whiten whiter whites whitey whits whity whoot whot wice
  wich wicker wide width wifed wifes wifey wifie wight wighting wild wile wiles winch winds windy wine wined
  wing wink winn winna winner wino wins winy wipe wire wise wish wiss wist witan witch witchy wite with withe
  withouts withs withy wits wive wiver woald wock woke woken wold wolfs wonk woof woold woon wops word wore
  works worlds worm worn wort worth wost would wound wove wowf write wull wyes wynd yaba yabba yack yagi yaks
  yamen yams yard yare yawn yays ybound yead yealm yeeds yell yells yesterdays yeven yicker yids yike yins ylike
  yock yode yoga yogi yoke yomim yomp yond yoni yont yore york yorp youk youngs your yourn yours yourt yous yowe
  yuga yugs yurt yuzu zabeta zack zaman zanana zeal zerk zero zeros zing zins zippo zits zodiacs zona zone zoon
  zori
`.split(/\s+/u),
)

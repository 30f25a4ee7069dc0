/**
 * How people type to a shop, in English: calls and tags around a question, what they tell about a purchase
 * before they ask for its rules, and longer wordings of one meaning. Listed before all others, so that a
 * wording here is never read as the harmless words it is made of.
 *
 * "The book I bought" says no more than "a book" where a rule of the shop is asked for; "my order", "it came
 * late" and whatever asks for the state of a purchase stay with the words that point at the person.
 */
export const casualWords = `
_: goodbye; good bye; bye; bye bye; hii; hiii; hiiii; heyy; heyyy; heyyyy; helloo; hellooo; thxx; thxxx; thankss; thankyou; plsss; plzz; plzzz
AUTHOR: (the|) (guy|person|artist|team|people) behind
_: sorry to (bother|trouble|disturb) you; sorry for (bothering|the bother|the trouble); hate to bother you; quick one; (one|a) quick one; just a quick question; (quick|silly|dumb|stupid|newbie|noob|random) question; stupid question but; quick q; hope youre (well|doing well); (hope|hoping) (you|u) can help; (hoping|hope) (you|u) can help me; any chance you know; no rush; if you dont mind; if (you|u) dont mind me asking; if possible; thanks (heaps|loads|a ton|a bunch|a million|again); much appreciated; appreciate it; appreciate the help; thank you for your help; thanks for (the|your) help; i (would|d|ll) appreciate it; just to (check|confirm|be sure|make sure); to be clear; to clarify; just out of (curiosity|interest); out of interest; ive been wondering; ive been wondering if; been wondering; just wanted to (check|ask|find out|see); just wanted to (check|ask|find out|see) if; wanted to (check|ask|find out); wanted to (check|ask|find out) if; i wanted to (check|ask|know|find out); i wanted to (check|ask|know|find out) if; i just wanted to (check|ask|know); i just want to know; would like to know; wondered; wondered if; i wondered if; im wanting to know; im not sure; not sure; i cant tell; cant work out; i cant figure out; trying to figure out; trying to work out; do any of you know; anyone know; anybody know; any1 know; does anyone there know; (would|do) you know (if|whether); got a question; i got a question; have a question; one question; one more thing; small question
_opening: hiya there; hey guys; hi guys; hi team; hello team; hey team; hi all; hello all; anyway
_aside: kind regards; best regards; regards; best wishes; sincerely; many thanks and regards; or not; or nah; right; is that right; is that correct; isnt it; arent they; innit; is that a service (you|u|ya) (have|offer|do|provide); is that something (you|u|ya) (have|offer|do|provide|can do); do you (do|offer) that; is that a thing; is this a thing; is that doable; am i right; if so; how about it; asking for a friend; you know; y know; haha; hehe; lmao; tbh; ngl; atall; at all; either way
FORMAT=paperback: (the|a|in the|as a|) (paperback|physical|print|printed|paper|softcover) (one|ones|edition|editions|version|versions|format|copy|copies|volume|volumes); paperback form; in paperback form; paperback format; in paperback format
FORMAT=digital: (the|a|in the|as a|as an|) (digital|ebook|electronic) (one|ones|edition|editions|version|versions|format|copy|copies|volume|volumes|form); the ebook; the digital
FORMAT=box-set: (the|a|) (full|whole|entire|complete|completed) (manga|) (box set|boxed set|box); manga box set; manga boxed set; the box set; the boxed set; in a box set; as a box set; as a boxed set; box set edition; box set version; the boxset one; the box set one
VOLS: volumes long; books long; vols long; volumes in length; volumes in total length
HOWMANYVOLS: on (what|which) (volume|vol|book); (up to|at) (what|which) (volume|vol|book); how many (volumes|books|vols) long; how many (volumes|books|vols) (are|is|s) there in
IN: over in
IT: it
ONGOING: does it (continue|go on|keep going); is it (continuing|going on|still going|still running|still ongoing)
YOURSTORE: at your (store|shop)
INTOFILM: (made|turned|adapted) into (a|an|); adapted as (a|an|); made as (a|an); made in to (a|an|); get turned into (a|an|); get made into (a|an|); got turned into (a|an|); got made into (a|an|); been (made|turned|adapted) into (a|an|); ever (made|turned|adapted) into (a|an|); ever been (made|turned|adapted) into (a|an|)
ANIME: (ever|) (get|got|been|be) (adapted into|turned into|made into) (an|) anime; ever adapted into (an|) anime; ever (made|turned) into (an|) anime; (ever|) get an anime (adaptation|version|series|); (ever|) got an anime (adaptation|version|series|); (ever|) had an anime (adaptation|version|series|); ever get adapted; ever been adapted; ever been animated; ever get animated; ever animated; (an|) anime based on; an anime made of; anime made from; (an|) anime adaptation of; (an|) anime version of; an anime of; an anime for
GENREWISE: genre wise; in terms of genre; as far as genre goes; genrewise
GENREWORD: what (kind|type|sort) of (manga|series|book|comic) (is|would you call|would you say); what kind of genre is; what type of genre is; what genre would you (put|call|say); what genre would you say; what genre do you (file|shelve|put); what genre does
TO: to an address in; to addresses in; to an address (over|) in; to somebody in; to someone in; to people in; to customers in; to a customer in; to readers in; to buyers in; out to; all the way to; over to; as far as
CHEAPEST: costs the least; cost the least; costs least; the least expensive; goes for the least; cheapest of all; the lowest priced; the lowest price; most budget friendly
DEAREST: costs the most; cost the most; costs most; goes for the most
UNDER: (costs|cost) less than
SEQUELOF: a sequel (of|to); the sequel (of|to); sequel (of|to); a follow up to; the follow up to; a continuation of; the continuation of; continue from; follow on from; follows on from
AFTEROF: come after; comes after; take place after; takes place after; set after
PREQUELOF: a prequel (of|to); the prequel (of|to); prequel (of|to)
BEFOREOF: come before; comes before; take place before; takes place before; set before
SPINOFFOF: a spin off (of|from); the spin off of; spin off (of|from); a spinoff (of|from)
STORYWISE: storywise; story wise; in the story; in terms of story; plot wise; in the timeline; timeline wise; chronologically
SEQUELOF: a sequel; sequel; sequels; any sequels; a follow up series
PREQUELOF: a prequel; prequel
SPINOFFOF: a spin off; spin off; a spinoff; spinoff; spinoffs; spin offs; any spin offs
FORMATQ: (in|) (what|which) formats; (in|) (what|which) editions
AGE: how old (should|must) (you|one|someone|people|readers|a reader|a child|kids) be (to read|for); how old do (you|people|readers|kids) (have|need) to be (to read|for)
READFIRST: (which|which one|what|which of them|which of these) (should|do|would|shall|must|can) (i|we|one|you) (read|start with|begin with|start|begin) first; which (one|) (comes|goes) first to read; (which|what) is (to be|meant to be|supposed to be) read first; whats the (reading|right|correct|proper|best) (reading|) order; what is the (reading|right|correct|proper|best) (reading|) order; (in|) (what|which) order (should|do|would|to) (i|we|one|you|) read; reading order; the reading order; whats the order; which (should|do) (i|we) start with; which to read first; which one to read first; (should|do) (i|we) (read|start with) first
OTHERWAY: then; or the other way (around|round); or vice versa; or the reverse
BEGINNER: (ive|i have|i|) never (read|picked up|tried) (a|any|) manga (before|in my life|yet|); (im|i am|) (totally|completely|brand|pretty|quite|) new to (manga|reading manga); (a|) (good|decent|great|nice|fine|solid|ok|okay) (place|point|spot) to start (with|reading manga|with manga|); (a|) (good|decent|great|nice|fine|solid|ok|okay) (starting point|entry point|first manga|starter manga|gateway manga|first series|starter series|introduction to manga|intro to manga); (as|for) (a|my|) first manga; (as|for) (a|) first time manga reader; (good|great|ok|okay|fine|suitable) (as|for) a first manga; easy to get into for a (beginner|newcomer); for (a|) manga (newbie|beginner|newcomer|novice|noob); for manga (newbies|beginners|newcomers|novices); (people|someone|somebody) (who are|who is|whos|) new to manga; first time manga readers; first time readers
RECOMMEND: (youd|you would|youll|u would|ud) (suggest|recommend|advise); (youd|you would) (suggest|recommend) (reading|trying|picking up); worth suggesting; worth recommending; what do you suggest; whatd you recommend; what would be your recommendation for; whats your recommendation for; whats your pick for; (can|could) (you|u) name (some|a few|a)
KIDIS: (my|our|the|a) (kid|child|little one) (is|s|just turned|s just turned|has just turned|turned|recently turned|whos|who is|who just turned)
SUITABLE: would suit that age; would suit this age; suits that age; suit that age; is right for that age; would be right for that age; fits that age; good for that age; for that age; at that age
ONLYVOLS=1: (just|only) (one|a single|1) (volume|book|vol); (a single|one) (volume|book) only; (a|) (single|one) volume (manga|series|story|long); a one volume (series|manga)
OPENED: (i|ive|i have|weve|we) (already|) (opened|unwrapped|unsealed); (i|ive|i have|weve|we) already read; (ive|i have) (already|) (opened|read|unwrapped) it; i (opened|unwrapped) it; (that|which) (i|ive|i have|weve) (already|) (opened|unwrapped|unsealed); (i|ive|i have) (already|) (took|taken) (the|) (shrink wrap|shrinkwrap|plastic wrap|plastic|wrap|wrapper|wrapping|seal|cellophane) off; (i|ive|i have) (already|) (removed|torn off|opened|ripped off|broken|broke) the (shrink wrap|shrinkwrap|plastic wrap|plastic|wrapper|seal|cellophane); (took|taken) the (shrink wrap|shrinkwrap|plastic|wrapper) off; (the|its|) (shrink wrap|shrinkwrap|plastic wrap|wrapper|seal) (is|has been|s|s been|was) (off|removed|broken|opened|torn); (after|once|if|even if|when) (ive|i have|i|youve|you|weve) (already|) (opened|unwrapped|unsealed|read) (it|them|the book|the manga|a book|the volume|the package|the shrink wrap|); with the (shrink wrap|plastic) (off|removed); no longer sealed; no longer shrink wrapped; without its (shrink wrap|wrapper); (has|have) (already|) been (opened|read|unwrapped)
UNOPENED: (i|ive|i have|weve|we) (not|never|havent) (opened|unwrapped|unsealed|read) (yet|); (i|we) (havent|never|didnt|have not|did not) (open|opened|unwrap|unwrapped|read) (it|them|); (if|when|as long as) (i|ive|i have|you|we) (havent|have not|never|didnt) (opened|open|read|unwrapped) (it|them|the book|); (the|its|) (shrink wrap|shrinkwrap|plastic|seal) (is|s) still on; still has the (shrink wrap|plastic) on
MISBOUGHT: (i|ive|i have|we) (accidentally|mistakenly|just|) (bought|ordered|purchased|picked) the wrong (volume|book|item|one|manga|edition|version|series); (bought|ordered|purchased|picked) the wrong (volume|book|item|one|manga|edition|version|series); (i|ive|i have|we) (accidentally|mistakenly) (bought|ordered|purchased) (a|the|the wrong) (volume|book|manga); (i|ive|i have) (bought|ordered|purchased) (a|the|the wrong) (volume|book|manga) by (mistake|accident); (bought|ordered) by (mistake|accident); a book (i|) (bought|ordered) by (mistake|accident); (a|the) wrong purchase
ITEMRECEIVED: (a|an|the|any|some|one|) (book|books|manga|item|items|volume|volumes|product|products|comic|comics|something|things|thing|anything) (that|which|) (i|we|you) (just|already|) (bought|ordered|purchased|buy|order|purchase); (a|an|the|any|some|) (book|books|manga|item|items|volume|volumes|product|products|comic|something|things|anything) (ive|weve|youve|that ive|that weve|which ive) (just|already|) (bought|ordered|purchased); (i|ive|i have|we) (just|already|) (bought|purchased) (a|some) (book|books|manga|item|volume|volumes|things|stuff); what (ive|i|i have) bought; what you bought
DIGITALBOUGHT: (a|an|the) (ebook|digital manga|digital book|digital copy|digital volume) (that|) (i|ive|i have|you|youve) (just|already|) (bought|purchased|buy); (ebooks|digital manga|digital books) (that|) (i|ive|i have|you|youve) (just|already|) (bought|purchased|buy)
OTHERVOL: (for|to|with|against) (a|the|an|some|) (different|another|other|correct|right|second) (volume|one|vol|book|title|edition|version); for another; with another; with a different one; for a different one
UNWANTED: unwanted; (an|) unwanted (item|items|book|books|manga|purchase|goods); (if|) (i|ive|i have|you|youve|we) (just|simply|) (changed|change) (my|your|our) mind; change of mind; (if|) (i|you|we) (just|simply|) (dont|do not|no longer) (want|like|need) (it|them|the book|a book|the manga|the item|an item) (any more|anymore|any longer|after all|); (a|the) (book|item|manga|volume) (i|you) (dont|do not|no longer) (want|like|need) (any more|anymore|any longer|after all|); (if|) (i|you) didnt like (it|the book); not wanted (any more|anymore)
WHOPAYSIT: on me or (on|) you; (do|would|will) i pay or (do|would|will) you; (me|i) or (you|the shop|the store|you guys); paid by me or (by|) you; at my (cost|expense) or yours; at whose (cost|expense)
WRONGITEM: (i|ive|i have|) (received|got|gotten|was sent|were sent|been sent) the wrong (volume|book|item|manga|thing|product|items|books); (you|u) (sent|shipped|delivered) (me|us|) the wrong (volume|book|item|manga|thing|product|items|books); the wrong (volume|book|item|manga) (arrived|came|was sent|was delivered|showed up|turned up|got sent|arrives|comes|is sent|is delivered); (its|this is|thats) not the (book|volume|item) (i|that i) ordered
WHATNOW: what now; now what; what next; whats next; what should (i|we) do; what do (i|we) do; what can (i|we) do; what shall (i|we) do; what to do; what should (i|we) do (now|next|about it); what do (i|we) do (now|next|about it); what can (i|we) do (now|about it); whats the (process|procedure); what is the (process|procedure); what happens now; what happens then; what are (my|the) options; how do (i|we) proceed; how should i proceed; whats the next step; what are the next steps; what am i supposed to do; how do (i|we) get (it|this) sorted
NOTYETAPPROVED: (until|till|til|before) (a|the|my|) (refund|refund request) (is|gets|has been) approved
YOUSOLD: did (you|u|the shop|the store|you guys) (sell|ship|send|print|have); (have|has) (you|u|the shop|the store) (sold|shipped|had|carried); (was|were) sold
APPROVED: approved; (once|after|when) (you|youve|you have) (approve|approved) (it|a refund|the refund|); (once|after|when) (a|the|it|its|) (refund|refund request|) (is|has been|gets|s been|been|) approved; after approval
WHERE: where (on (the|your) (site|website)|in (the|your) shop|) (can|do|could|would|will) (i|we|you) (see|find|check|look up|view|get|look); where to (see|find|check|look up|view); where on (the|your) (site|website) (is|are|s)
GIFTCODE: where (do|can|should|would) (i|we|you) (enter|put|type|input|use|apply|redeem) (in|) (it|the code|my code|the number); how (do|can|should|would|to) (i|we|you|) (enter|put in|type in|input|apply|redeem) (the|a|my|) (code|number)
GOTGIFT: (i|ive|i have|) (just|) (got|have|received|been given|was given) a (gift card|gift voucher|gift certificate)
WRAP: (have|get) (my|an|the) (order|book|books|manga|purchase|item|items) (gift|) wrapped (as a (present|gift)|for a (present|gift)|up as a (present|gift)|up|); (wrap|gift wrap) (my|an|the) (order|book|books|manga|purchase|item|items) (as a (present|gift)|for a (present|gift)|up|)
EARNBY: what (gets|earns|gives|brings) (me|you|us|people|customers); ways to (earn|get|collect|gain|make); how (are|do) (you|people) (earn|get|collect); what do (i|we) (have to|need to) do to (earn|get|collect); how does one (earn|get|collect)
TOGETHER: together; in combination; at the same time; at once; combined with; mixed; mix
PARTLY: pay part with (my|); pay (partly|partially|in part) (with|in|by|using) (my|); pay some with (my|); pay (some|part) of it with (my|); cover part with (my|); use part; split (a|the|my|) (payment|order|total|bill) between (my|); pay half with (my|)
THEREST: and (the|) rest (on|with|by|in|using|via) (a|my|); and the remainder (on|with|by|in|using|via) (a|my|); and the balance (on|with|by|using) (a|my|); and (partly|partially|part|some) (on|with|by|using) (a|my|); and the other half (on|with|by|using) (a|my|)
ONEORDER: on one order; for one order; on a single order; for a single order; in one order; on the same order; for the same order; in the same order; in one (payment|purchase|checkout); on one purchase; in one go
COMBINE: combine (two|2|both|my|several|multiple|three|some) orders; merge (two|2|both|my|several|multiple|three) orders; (into|in) (one|a single|the same|1) (box|parcel|shipment|package|delivery); (two|2|several|multiple|separate) orders (be|) (sent|shipped|delivered|combined|merged|put) (together|in one|as one|into one|); both be (sent|shipped|delivered|put|packed) (together|in one|in the same) (box|parcel|shipment|package|delivery|)
TWOORDERS: (i|ive|i have|if i|we) (ordered|order) twice; (i|ive|i have|if i|we) (placed|place|made|make) (two|2|several|multiple) (separate|different|) orders; two orders; several orders; multiple orders; two separate orders; 2 orders
NOCONFIRM: (i|ive|) (never|didnt|havent) (received|receive|got|get) (an|the|a|any|) (email confirmation|confirmation|confirmation email|confirmation e mail|order confirmation|confirmation mail|order confirmation email|order confirmation mail); no (order|email|) confirmation (email|mail|e mail|) (came|arrived|was sent|has come|has arrived|turned up|showed up|showing up) (through|yet|); (the|) (order|email|) confirmation (email|mail|) (never|didnt|hasnt) (came|come|arrived|arrive|turned up|showed up) (through|yet|)
AFTERORDER: (i|ive|i have|) already (placed|made|put in) (an|the|my) order (but|and); (i|ive|i have) already ordered (but|and); already ordered (but|and)
NEEDELSEWHERE: (need|want|would like) (it|them) (sent|shipped|delivered) (to|at) (a|) (different|another|new) address; (need|want) to (send|ship) it to (a|) (different|another|new) address; (need|want) it to go to (a|) (different|another|new) address
HOWTHAT: how (do|can|should|would) (i|we) (update|change|do|edit|fix|go about|arrange) (that|it|this)
YOURADDRESS: your (delivery|shipping|postal|) address
ADDRESS: my (delivery|shipping) address
STANDARD: (standard|normal|regular|ordinary|usual) (shipping|delivery|post|postage|shipment|mail); (shipping|delivery) by (standard|normal|regular) (post|mail)
PLACE=JP: within japan; inside japan; in japan; to an address in japan; to addresses in japan; anywhere in japan
IFPICK: (if|when) (i|we|you) (pick|choose|select|go for|go with|opt for|take)
DAMAGED: (arrives|arrived|came|comes|got here|gets here|turned up|showed up|shows up|is|was) (all|) (damaged|broken|torn|bent|ripped|crushed|wet|in bad condition|in bad shape|in poor condition); (arrives|arrived|came|comes|got here|gets here|turned up|showed up|has|) with a (torn|ripped|bent|creased|damaged) (cover|page|spine|corner); has a (torn|ripped|bent|creased|damaged) (cover|page|spine|corner); (cover|spine|corner) (is|was) (torn|ripped|bent|creased|damaged); (i|ive|i have|) (received|got|gotten) a (damaged|torn|broken|ripped|bent|defective|faulty) (book|manga|volume|copy|item)
WRAP: (have|get) it (gift|) wrapped (as a (present|gift)|for a (present|gift)|up as a (present|gift)|up)
MYBOOK: (my|our) (book|books|manga|volume|copy|item)
CHARGEDQ: (will|do|am|would) (i|we|you) (be|get|) charged; (is|will|does) (the|) (payment|money|card) (be|get|) (taken|charged); when (will|do|am|would) (i|we|you) (be|get|) charged
ATORDER: when (i|we|you) (preorder|pre order|order); when ordering; when preordering; at the time of ordering; upfront; up front
ORSHIP: or (only|) (when|once|after|at|on) (it ships|its shipped|it is shipped|the book ships|it comes out|its released|dispatch|release|shipping|shipment)
ORIGINAL: original; the original
ONLY: only
MONEY: the money; money
OWNORDER: my (order|orders); to my order
OWNPARCEL: my (parcel|package|shipment|delivery)
OWNPREORDER: my (preorder|pre order)
CANCELOWN: cancel my order
CANCELOWNPRE: cancel my (preorder|pre order)
HOWLONG: how many days is it; how long of a wait is it
GIFTCARDHOW: where (do|can|should|would) (i|we|you) (enter|put|type|input|use|apply|redeem) (in|) (the|a|my|) (gift card|gift card code|gift card number|gift voucher); how (do|can|should|would|to) (i|we|you|) (enter|put in|type in|input|apply|redeem) (the|a|my|) (gift card|gift card code|gift card number|gift voucher)
LOOKFOR: (i was|was|i am|im|i|) hoping to (pick up|get|buy|grab|find|get hold of); (do you|do u|you|u|) know (any|of any|a|of a) (good|); (im|i am|) trying to (get|buy|get hold of|track down|pick up)
HAVE: any chance (youve got|you have|you got|youve|u got|u have|you carry|you stock|you sell); any chance of; (do|would) you (guys|) happen to have; by any chance have
SOLDOUT: (have|did|are) (you|u|you guys) (run|sold|sell|running) out of; (have|are) you all out of
YOU: are you guys
PRICE: (can you|could you|) (give me|get me|quote me|quote) a price (on|for|of); a price (on|for); price me; the price tag on; the going price (of|for); what (am i|would i be|are we) looking at for; what does it cost to (buy|get|pick up); whats it cost for; how much am i looking at for
WHENEXPECT: when (can|should|may|could|do) (i|we) expect; when (do|will|can|could) we (get|see); when are we getting
AUTHOR: whose (work|manga|series|creation|book) is; who is responsible for; who do we have to thank for
ONGOING: (are|is) (they|he|she|the author) still (making|writing|drawing|publishing|releasing); still being (drawn|written|made|put out); still (being|) in print run; still putting out volumes; still getting (volumes|chapters)
ANIME: (did|have|has) (they|anyone|somebody|a studio) (ever|) (make|made|do|done|produced) an anime (of|from|for|out of|based on|); has there (ever|) been an anime (adaptation|version|series|) (of|for|based on); was there (ever|) an anime (adaptation|version|series|) (of|for|based on)
RUNFOR: (run|ran|go|went|last|lasted|goes|runs|lasts) for; (make|makes|made) up; (does|did) it (run|go) for
OKFORKIDS: kid friendly; child friendly; kids friendly; suitable for (kids|children|young children); appropriate for (kids|children|young children); (ok|okay|alright|fine) for (kids|children|young children|young kids|little kids|a child|a kid)
SUITABLE: suit; suits
WANTMORE: (and|) (i|) (want|need|wanting|looking for|craving|am looking for) (more|something|anything) (like it|like that|similar|along those lines|in that vein); (any|got any|anything|whats|something|got anything) (similar|like it|like that|along those lines); (what|whats) (similar|like it|like that); whats next; any similar (manga|series|titles|recommendations|recs|ones)
FANENJOY: (fan|fans|lover|lovers|reader|readers) (like|love|enjoy|read|want); fans
LIKEN: (whats|what is|anything|is there anything) similar to; anything out there (like|similar to); (whats|what is) out there (like|similar to)
SELLER: (sell|sells|selling) the most; biggest selling; most copies sold; (shifts|shift) the most copies
TAKETIME: (till|until|before|til) (it|an order|a parcel|a package|orders|a book|something|books) (gets|get|arrives|arrive|reaches|reach|comes) (to|in|at|); (till|until|before|til) (an order|a parcel|a package|orders|parcels) (arrives|arrive|comes)
RETURNABLE: are returns (accepted|allowed|possible|permitted|ok|okay); returns (allowed|possible|permitted); are (books|manga|items) returnable
RETURN: (return|send back|give back|bring back) (something|anything|things|books|a book|an item) (that|) (i|ive|i have|you|we) (just|already|) (bought|ordered|purchased|buy); (send|sending|give|giving|bring|bringing|take|taking|ship|shipping|mail|mailing|post|posting) (the|a|an|some|) (book|books|manga|item|items|volume|product|purchase) back (for a return|for a refund|to you|)
RETURNIT: (send|give|bring|take|ship|mail|post|hand) it back (to you|for a return|); return it; returning it; get it returned
EXCHANGE: (exchange|swap|trade|switch|replace) (something|anything|things|a book|an item) (that|) (i|ive|i have|you|we) (just|already|) (bought|ordered|purchased)
EXCHANGEIT: (exchange|swap|trade|switch|replace) it; swap it out; have it (exchanged|replaced|swapped); get it (exchanged|replaced|swapped); get a replacement for it
REFUNDIT: (get|have) it refunded; get (a refund|my money back|money back|a full refund) (for|on) it; refund it
USEIT: (use|redeem|spend|apply) it
POLICY: your rules (for|on|about|regarding|around|when it comes to); your (policy|policies) (on|for|about|regarding|around)
REFUNDTIME: how (long|many days) (till|until|before|til) (i|you|we) (get|am|are|will be|be|) (refunded|my money back|the money back|a refund|our money back|money back); how long (do|will|would) (i|you|we) (have to wait|wait|be waiting) for (a|the) refund; how long (do|will|would) it take to (get|receive|see) (a|the|my) (refund|money back|money); when (do|will|would) (i|we|you) (get|see) (my|the|our) money (back|)
DAMAGED: (arrives|arrived|came|comes|got here|turned up|showed up) with (torn|ripped|missing|bent|damaged|blank|creased|upside down) pages; with (torn|ripped|bent|damaged|blank|creased) pages
PAYMETHODS: (ways|way|kinds|types|forms|methods) of paying; (which|what) (ways|kinds|types|forms|methods) of (paying|payment)
WITHMY: (with|use|using|spend|redeem|by) my; (pay|paying|pay using|checkout|check out) with my
ENTERWHERE: where (do|can|should|would) (i|we|you) (enter|put|type|input|apply|use|put in|type in|redeem)
EXTRA: (cost|costs|costing) (extra|more|anything|money); at an extra cost; extra charge for; is there (a|any|an extra) charge for
WHERE: where (do|would|should) (i|we|one)
HOURS: (what time|when) do you open and close; opening and closing (times|hours|time); what (time|times) are you open; what hours are you open; what are your hours; business hours; when are you guys open
STOREWHERE: (your|the) (stores|shops|store|shop) address; (the|) address of (your|the) (store|shop)
INVOICE: (issue|issuing|issued|provide|write) (invoices|an invoice); (an|) invoice issued
INVOICE=receipt: (issue|issuing|issued|provide|write) (receipts|a receipt); (a|) receipt issued
PLACEDONE: (i|ive|i have|) (just|already|) (placed|made) an order (but|and|)
COMBINE: (ship|send|deliver|pack|mail) (them|both|everything|all of it|both orders|them both) (together|in one (box|parcel|package|shipment)|as one|in the same box)
DOIGET: (do|would|will) (i|we|you) (get|receive)
ATBUY: (when|if|every time|each time|whenever) (i|we|you) (buy|order|purchase|shop) (something|a book|books|manga|anything|things|); (on|with|for|per) (every|each) (purchase|order); (on|with|for) (purchases|orders)
RELEASEDATE: release date been (set|announced|confirmed) (for|)
ANIME: (an|) animated (version|adaptation) (of|for|)
SYNOPSIS: (a|) (quick|short|brief) (summary|synopsis|overview|rundown|recap) (of|on|)
DAMAGED: (thats|that is|which is|that was|that came|that arrived|that got) (damaged|torn|broken|defective|bent|ripped)
PREORDERQ: (up|open|available|in stock) for (preorder|pre order|preordering|preorders|pre orders); (are you|you) (taking|accepting|doing|open for) (preorders|pre orders) (for|on|)
AUTHOR: (the|) name of the (author|mangaka|creator|writer) (of|behind|)
MOOD=sad: (will|would|ll|could) make (me|you) cry; (made|make) (me|you) (sob|weep|tear up); for a good cry; a good cry
SHIPSOMEWHERE: (somewhere|a place|a country|one of the (countries|places)) (that|) (you|u) (ship|deliver|send|post) (to|)
SHIPCOST: how much (would|will|does|is) it (be|cost) to (ship|send|deliver|post|mail|have something sent|get something sent); what (would|will|does) it cost to (ship|send|deliver|post|mail)
SHIPTIME: how long (will|does|would|do) (an order|orders|a parcel|a package|a book|books|parcels|packages) (usually|normally|typically|) take to (arrive|get here|come|reach me|be delivered|show up); (how soon|when|how fast|how quickly) (do|will|would) (orders|parcels|packages|books) (usually|normally|typically|) (arrive|come|get here|show up|turn up)
IFLOST: if (a|the|my) (package|parcel|order|book) (is|gets|goes|got|went) (lost|missing); if (a|the|my) (package|parcel|order|book) (never|doesnt) (arrives|arrive|shows up|show up|comes|come)
POINTWORTH: (a|one|1|each|a single) point (worth|valued at); (a|one|1|each) point (equal|equals)
ANYCOUPON: any (coupon codes|coupon code|promo codes|promo code|coupons|vouchers|discount codes|discount code) (going|around|right now|)
PHONENUMBER: phone number (to call|i can call|to ring|for support|for help); a phone number (to call|i can call|to ring|for support|for help|)
HUMANCONTACT: (speak|talk|chat) (to|with) (a|an|an actual|a real|a live|some|) (human|person|agent|human being|real person|actual person|live agent|human agent)
PASSWORD: my password
DELETEACCOUNT: (delete|close|deactivate|remove|cancel|terminate) my account
READMYEBOOKS: (read|access|open|view) my (ebooks|digital manga|digital books|digital purchases|purchased ebooks)
`

/** What is asked about the shop itself, in English: sending, returning, paying, presents, reading, help. */
export const policyWords = `
SHIP: ship; ships; shipping; shipped; shipment; shipments; deliver; delivers; delivery; deliveries; delivering; delivered; send; sending; sends; mail; post; shiping; delievery; send orders; ship orders; deliver orders; ship (books|manga|comics|packages|parcels|items|products|stuff|things); deliver (books|manga|comics|packages|parcels|items|products|stuff|things); send (books|manga|comics|packages|parcels|items|products|stuff|things); delivery service; shipping service; ship out; have (books|manga|things|stuff) (sent|shipped|delivered); get (books|manga|things|stuff|orders|an order|a parcel|packages) (sent|shipped|delivered); have an order (sent|shipped|delivered); order to; place an order from; mail (books|manga|packages); orders shipped; orders sent; ship manga out; deliveries to; export
SENDOUT: dispatch
SHIPCOST: postage; shipping cost; shipping costs; shipping fee; shipping fees; shipping charge; shipping charges; shipping price; shipping prices; shipping rate; shipping rates; delivery cost; delivery costs; delivery fee; delivery fees; delivery charge; delivery charges; delivery price; delivery rate; delivery rates; cost of shipping; cost of delivery; price of shipping; price of delivery; cost to ship; cost for shipping; cost for delivery; cost to have something shipped; fee for shipping; fee for delivery; postage cost; postage costs; postage fee; postage rates; how much (is|are|does|do) (the|) (shipping|delivery|postage) (cost|costs|fee|fees|); charge for (shipping|delivery|postage); charge for sending; (pay|be paying|have to pay) for (shipping|delivery|postage); freight
SHIPTIME: shipping time; shipping times; delivery time; delivery times; delivery speed; shipping speed; transit time; lead time; delivery period; shipping duration; delivery duration; delivery window; estimated delivery; delivery estimate; estimated delivery time; estimated shipping time; shipping estimate; time for delivery; time for shipping; delivery timeframe; shipping timeframe; average delivery time; days for delivery; days for shipping; standard delivery time; usual delivery time; wait time for delivery
TAKETIME: to arrive; to reach; get here; to get here; show up; to show up; to come; turn up; before it arrives; until it arrives; for an order to arrive; for orders to arrive; for a package to arrive; for a parcel to arrive; for delivery; orders take; an order take; a package take; a parcel take; packages take; parcels take; will i wait for; do i wait for; would i wait for; to wait for; have to wait for; wait; will it take; does it take; would it take; should i expect; expect; be delivered; to be delivered; be shipped; my way; people wait for
FREESHIP: free shipping; free delivery; free postage; shipping free; delivery free; ship for free; deliver for free; shipping for free; free of shipping charges; waive shipping; shipping waived; waive the shipping fee; no shipping fee; postage free; complimentary shipping; complimentary delivery; free standard shipping; is shipping free; is delivery free; shipping is free; delivery is free; free ship
THRESHOLD: threshold; minimum; minimum order; minimum purchase; minimum spend; minimum amount; min order; min spend; how much do i (have|need) to (spend|order|buy) (to get|for|); how much must i (spend|order|buy) (to get|for|); how much should i (spend|order|buy) (to get|for|); what do i (have|need) to (spend|order|buy) (to get|for|); order amount; order total; order value; minimum order value; minimum order amount; from what amount; at what amount; at what price; at what order total; spend to get; need to spend; have to spend; to qualify for; qualify for; qualifies for; to unlock; amount needed for; amount required for; amount for; cutoff for; limit for; when does an order get; when do orders get; when do i get; when do you get; cart total; basket total; minimum basket; kick in; kicks in; eligible for; to be eligible for
EXPRESS=same-day: same day; same day delivery; same day service
EXPRESS=same-day-dispatch: same day shipping; same day dispatch
EXPRESS=next-day: next day; overnight; overnight delivery; overnight shipping; next day delivery; next day service
EXPRESS=next-day-dispatch: next day shipping; next day dispatch
EXPRESS=fastest: fastest; fastest shipping; fastest delivery; fastest option
EXPRESS=express: express; expedited; fast; faster; rush; priority; quick; quicker; speedy; expedite; express option; express delivery; express shipping; quickest;  express mail; rush delivery; rush order; speed up
CARRIER: carrier; carriers; courier; couriers; shipping company; delivery company; shipping companies; delivery companies; courier service; delivery service do you use; who delivers; which post; shipping provider; delivery partner; logistics company; mail service; postal service
SHIPMETHODS: shipping methods; delivery methods; shipping options; delivery options; ways to ship; shipping method; delivery method; shipping choices; delivery choices; types of shipping; kinds of shipping; modes of shipping; method of shipping; method of delivery
SHIPPOLICY: shipping policy; delivery policy; shipping policies; shipping rules; shipping terms; shipping information; shipping info; delivery information; delivery info; shipping details; delivery details; shipping conditions; about shipping; about delivery
DUTIES: duties; duty; customs; customs duties; customs duty; customs fee; customs fees; customs charges; import duty; import duties; import tax; import taxes; import fees; import charges; import fee; tariffs; tariff; customs tax; customs taxes; duties and taxes; taxes and duties
PAYSFOR: paid by; covered by; covers; cover; who pays; owe; do i have to pay; do i need to pay; will i have to pay; will i need to pay; would i have to pay; have to pay; need to pay; incur; apply; applied; liable for; foot the bill for; bears; bear; handle
COUNTRIES: countries; country; regions; places; destinations; which countries; what countries; parts of the world; areas; locations; nations; places in the world
TRACKING: track; tracking; trackable; tracked; tracking number; tracking numbers; tracking info; tracking information; tracking code; trace; traced; follow; follow the progress of; keep track of; tracking service; shipment tracking; order tracking; package tracking
POBOX: po box; po boxes; post office box; post box
PICKUP: pick up in store; store pickup; in store pickup; collect in store; click and collect; pick up my order; pick up an order; pick up orders; pick up orders in person; local pickup; collect orders; self pickup
WEEKEND: on weekends; on the weekend; weekends; weekend
CUTOFF: cutoff; cutoff time; cutoff for same day; same day cutoff; order by when; order deadline; latest time to order; by what time; deadline for same day; ordering deadline
SHIPWHEN: ship the same day; leave the warehouse; dispatch time; processing time; handling time; how soon do you ship; when do you ship; when do orders ship; when do you send out orders; how soon do orders ship; how quickly do you ship; how fast do you ship; how quickly do orders ship; how long until orders ship; how long until you ship; how long before you ship; ship orders out
ADDRESS: address; addresses; delivery address; shipping address; the delivery address; the shipping address; address on; address for; recipient address; ship to address; the address
COMBINE: combine; combined; combine orders; combined shipping; combine shipping; merge; bundle orders; ship together; send together; one package; one parcel; combine several orders; combining orders; merge orders; consolidate; consolidated; ship together as one
RETURN: return; returns; returning; returned; send back; sending back; give back; bring back; take back; be returned; send something back; return something; return (books|manga|items|products|things|stuff|comics|purchases|an order|orders|merchandise); send (books|manga|items|products|things|stuff|an item|a book|a manga|a product) back; bring (books|manga|items) back; take back (books|manga|items|returns); accept returns; returns accepted; allow returns; take returns; do returns; making a return; make a return; hand back; ship back; mail back; bring something back; give (a book|books|something) back
REFUND: refund; refunds; refunded; refunding; money back; get money back; get your money back; get a refund; reimbursed; reimbursement; reimburse; get the money back; issue refunds; give refunds; be refunded; offer refunds; receive a refund; get refunded; getting a refund; get refunds; my money back; get my money back; obtain a refund; refund money
REFUNDPROMISE: money back guarantee; a money back guarantee
FULLREFUND: full refund; a full refund; full refunds; refund in full; be refunded in full
EXCHANGE: exchange; exchanges; exchanged; exchanging; swap; swapped; swap out; trade; replace; replaced; replacement; replacements; exchange (books|manga|items|products|something); swap (books|manga|items|products|something); get a replacement; trade in for another; be exchanged; exchange something; switch
POLICY: policy; policies; rules; rule; conditions; terms; guidelines; policy on; policy for; rules for; rules on; rules about; policy about; policy regarding; terms for; conditions for; policy around; conditions on; your stance on; stance on; the rules around; rules around; how do your; regulations; your policy; the rules for
DEADLINE: deadline; within how many days; window; period; time limit; timeframe for; time window; how long do (i|we|you|customers|people) have (to|); how many days do (i|we|you|customers) (have|get) (to|); how long have i got (to|); how much time do (i|we|you|customers) have (to|); by when; how late can i; how long after; how many days after; how long after delivery; how long after (buying|purchase|receiving); until when can i; how long can i wait to; how long am i allowed to; how many days can i; till when can i; time limit for; time limit on; days to; number of days to; how long is the; how soon must i; how long do i get to; how soon do i have to; how soon do i need to; expires
OPENED: opened; unsealed; opened book; opened books; used; unwrapped; i have already read; already read; ive already read; already opened; that have been opened; that has been opened; thats been opened; thats been read; that has been read; after opening; once opened; that is opened; without the shrink wrap; with the wrapper removed; out of the wrapper; with broken seal; after opening it; after reading it; after i read it; once its been opened; that ive opened
UNOPENED: unopened; sealed; shrink wrapped; unread; still sealed; still in shrink wrap; in its wrapping; still wrapped; still in the wrapper; that havent been opened; that hasnt been opened; not opened
DAMAGED: damaged; defective; broken; torn; faulty; bent; ripped; dented; in bad condition; in poor condition; misprinted; misprint; wet; damaged book; damaged books; damaged item; damaged items; damaged goods; damage; arrives damaged; arrive damaged; arrives broken; arrive broken; arrives torn; comes damaged; come damaged; arrived damaged; came damaged; is damaged; damaged in transit; damaged in the mail; damaged in shipping; damaged during shipping; damaged on arrival; damaged upon arrival; damaged when it arrives; damaged manga; damaged volume; gets damaged; turns up damaged; shows up damaged; missing pages; with missing pages; has missing pages; printing error; printing errors; manufacturing defect; defects; defect; a defect; messed up; got damaged; page is torn; pages are torn; torn page; torn pages; pages missing; pages are missing; a page is missing; ripped pages; crushed corners; dented corners; bent corners; bent cover; scratched; stained; water damaged; water damage; falls apart; is falling apart; in terrible shape; in rough shape; beat up
WRONGITEM: wrong item; wrong book; wrong volume; wrong items; wrong books; wrong product; incorrect item; incorrect book; wrong order; receive the wrong item; receive the wrong book; get the wrong item; get the wrong book; i receive the wrong item; i receive the wrong book; i get the wrong book; i get the wrong item; receive the wrong volume; get the wrong volume; you send the wrong book; you send the wrong item; sent the wrong book; sent the wrong item; the wrong one; got the wrong volume; mistake in an order; incorrect volume; misshipped
LOST: lost; missing; goes missing; gets lost; lost in transit; lost in the mail; never arrives; does not arrive; doesnt arrive; lost package; lost packages; lost parcel; lost parcels; package is lost; a lost package; lost order; never shows up; doesnt show up
LATE: late; delayed; delay; delays; is late; is delayed; arrives late; running late; takes too long
WHATIF: what if; what happens if; what happens when; what do i do if; what should i do if; what to do if; what should i do when; what do i do when; what can i do if; what can i do when; what would happen if; what happens with; what will happen if; what happens to; what do you do if; what do you do about; what do you do with; what about; how do you handle; what shall i do if; in case; in the event; what are my options if; who do i contact if; how do you deal with; how do i handle; how should i handle; what to do about; what to do with; how do i deal with; what am i supposed to do if
ITEMRECEIVED: i receive; i get; a book i receive; a book i get; i receive is; the book i receive; a book arrives; a book; the book; the item; a product; the product; the package; the parcel; when it arrives; the volume; in the post; in the mail; in shipping; in transit; on arrival; shows up; turns up; received; bought; ordered; merchandise; a purchase; any of the books
RETURNCOST: return shipping; return postage; cost of returning; cost of a return; return shipping cost; return shipping costs; return shipping fee; return fee; return delivery; postage for returns; shipping for returns; restocking fee; return label; prepaid return label; prepaid label; cost of return shipping; postage on returns; shipping on returns; return costs; cost to return; cost of sending something back
REFUNDTIME: how long (do|does|will|would) (a|the|) (refund|refunds|reimbursement) (take|take to process|take to arrive|take to come through|take to show up|take to be processed|); how long until (i get|) (a|the|) refund; when (do|will|would) (i|you|we) (get|receive|see|be) (a|the|) (refund|money back|refunded|reimbursed); how (fast|quickly|quick|soon) (are|do|is|will|would) (a|the|) (refunds|refund) (processed|issued|take|paid|come|come through|arrive|be processed|); refund time; refund processing time; refund timeline; time for a refund; refund turnaround; how long to get (a refund|refunded|money back); how long does it take to (get a refund|be refunded|get refunded|refund|process a refund|receive a refund|get your money back|get money back|issue a refund); how long until a refund is processed; how long before a refund is processed; how long before i get a refund; how long does it take for a refund to arrive; how long does it take for a refund to come through; how long for a refund; how many days does a refund take; how soon are refunds paid; how soon is a refund paid; how soon does a refund come through; how long do refunds usually take; refund wait time
PAY: payment; payments; pay via; paying with; checkout; check out with; pay through; use to pay; to pay; settle; pay for; make payments; make a payment; pay for an order; pay for orders
PAYMETHODS: payment methods; payment method; payment options; payment option; forms of payment; form of payment; ways to pay; methods of payment; types of payment; means of payment; modes of payment; kinds of payment; accepted payment methods; accepted payments; payment types; how can i pay; how do i pay; how can i pay for (an order|orders|books|manga|stuff|things); how do i pay for (an order|orders|books|manga|stuff|things); ways can i pay; ways i can pay; what can i pay with; what payments; which payments; how to pay; payment choices; method of payment; way to pay
ACCEPT: accept; accepts; accepted; supported; supports; usable; honor; cool with; good with; okay with; allow; valid; work with; an option; a payment option; a payment method; as payment; for payment; as a payment method; as a form of payment; at checkout; in your shop; allowed as payment; give; issue; grant; give out; hand out
METHOD=credit-card: credit card; a credit card; credit; by card; with card; credit card payments; credit card payment; card payment; card payments; cards; credit cards
METHOD=debit-card: debit card; debit cards; debit; debit card payments
METHOD=visa: visa; visa card; visa cards
METHOD=mastercard: mastercard; mastercards
METHOD=amex: amex; american express
METHOD=jcb: jcb; jcb cards; jcb card
METHOD=diners: diners club; diners
METHOD=paypal: paypal; paypal payments
METHOD=paypay: paypay; paypay payments
METHOD=line-pay: line pay
METHOD=apple-pay: apple pay
METHOD=google-pay: google pay; gpay
METHOD=amazon-pay: amazon pay
METHOD=rakuten-pay: rakuten pay
METHOD=alipay: alipay
METHOD=wechat-pay: wechat pay; wechat
METHOD=crypto: crypto; cryptocurrency; cryptocurrencies; crypto payments
METHOD=convenience: convenience store payment; convenience store payments; convenience store; convenience stores; konbini; konbini payment; at a convenience store; at the convenience store; at convenience stores; at a konbini; kombini; pay at a convenience store; at the konbini; through a convenience store; convenience store checkout; by convenience store
METHOD=bank-transfer: bank transfer; bank transfers; wire transfer; wire; bank wire; by bank transfer; direct bank transfer; wire transfers; by wire; transfer
METHOD=direct-debit: direct debit
METHOD=cod: cash on delivery; cod; on delivery; pay on delivery; payment on delivery; upon delivery; when it is delivered; at the door
METHOD=cash: cash; in cash; with cash; cash payments
METHOD=gift-card: gift card; gift cards; gift certificate; gift certificates; gift voucher; gift vouchers; store gift cards
METHOD=digital-gift-card: (e|digital|electronic|online|virtual) gift (card|cards)
METHOD=check: cheque; cheques; personal check; personal checks; by check; by cheque; checks
METHOD=suica: suica
METHOD=stripe: stripe
METHOD=venmo: venmo
METHOD=klarna: klarna
METHOD=carrier: carrier billing; phone bill; mobile carrier billing
INSTALMENTS: in instalments; in installments; installment plan; instalment plan; installment plans; instalment plans; payment plan; payment plans; installment payments; instalment payments; monthly payments; split payment; split payments; split the payment; split the bill; pay in parts; pay monthly; pay over time; paying in parts; split into several payments; over several months; split the cost; spread the cost; in monthly payments; in parts; over time
CURRENCYOTHER: (other|foreign|another|a foreign|a different|different) (currency|currencies)
CURRENCY: currency; currencies; what currency; which currency; which currencies; what currencies
CURRENCYOF=usd: us dollars; dollars; usd; in dollars; in us dollars; in usd; american dollars
CURRENCYOF=eur: euros; euro; eur; in euros; in euro
CURRENCYOF=gbp: pounds; gbp; in pounds; sterling; british pounds
CHARGEDWHEN: when (is|will|does|do) (a|the|) (card|credit card) (be|get|) charged; when am i charged; when will i be charged; when do you charge; when do i (get|) charged; when do you charge (the|a|) card; when is payment taken; when is the payment taken; when do you take payment; when are payments taken; when does the payment go through; when is the charge made; when does the charge go through; when do i pay; when do i have to pay; when will payment be taken; when will i have to pay; when do i need to pay; when is payment due; when does payment happen; when does the charge happen
PAYDEADLINE: payment deadline; how long do i have to pay; deadline to pay; deadline for payment; how long can i take to pay; by when do i have to pay; within how many days do i have to pay; how many days do i have to pay; time limit for payment; how long do i have to complete payment; how long do i get to pay; due date for payment; when must i pay; pay by when
INVOICE: invoice; invoices; an invoice; get an invoice
INVOICE=tax: tax invoice; vat invoice
SECURE: secure; encrypted; security; secured; safely; safe to use; protected
TAXINCLUDED: include tax; tax included; including tax; with tax; tax inclusive; include taxes; include vat; include consumption tax; consumption tax; taxes included; prices include tax
POINTS: points; point; loyalty points; reward points; rewards; loyalty program; loyalty programme; rewards program; reward program; points program; point program; points system; point system; loyalty scheme; loyalty; store points; bonus points; loyalty card; points card; point card; loyalty system; rewards scheme; reward system; points scheme; rewards points; frequent buyer program
EARN: earn; earning; accumulate; rack up; accrue; build up; gather; earned
USE: redeem; redeeming; cash in; redeemed; redemption; be redeemed; put towards; turn in
EXPIRYDATE: expiration; expiry; expiration date; expiry date; validity
EXPIRE: expire; lapse; disappear; valid for; how long valid; stay valid; remain valid; ever expire
VALUE: worth; value; exchange rate; conversion rate; point worth; convert to
COUPON: coupon; coupons; coupon code; coupon codes; promo code; promo codes; discount code; discount codes; voucher; vouchers; voucher code; voucher codes; promotional code; promotional codes; promotion code; promotion codes; discount coupon; discount coupons
MEMBERSHIP: membership; member; members; sign up; become a member; register; registration; create an account; make an account; open an account; set up an account; account creation; creating an account; sign up for an account; register an account; make account; account; an account; get an account; join
GUEST: guest; as a guest; guest checkout; without an account; without (signing|logging) (up|in); without registering; without registration; without creating an account; without making an account; check out as a guest; without signing in; without becoming a member; with no account
GIFT: gift; gifts; present; presents; as a gift; as a present; for a gift
WRAP: gift wrap; gift wrapping; gift wrapped; wrap; wrapping; wrap (books|manga|items|orders|things|a book|an order); gift packaging; gift wrap service; wrapping service; gift wrapping service; gift wrap option; present wrapping; wrapped as a gift; wrapped as a present; wrap (books|manga|items|orders|things|a book|an order|something) (as|up as) (a gift|a present|gifts|presents); gift wrap (books|manga|items|orders|things|a book|an order|something); have something (gift|) wrapped; have (books|a book|an order|items) (gift|) wrapped; get (books|a book|an order|items|something|things) (gift|) wrapped; as a wrapped gift; wrapped for a gift
MESSAGE: gift message; gift messages; message card; message cards; gift note; gift notes; greeting card; greeting cards; a note; note; personal message; personalized message; message; personal note; a card; gift card message; personalised message
MESSAGE=handwritten: handwritten note
MESSAGE=birthday: birthday message; birthday card
HIDEPRICE: hide the price; hide prices; without the price; without showing the price; leave the price off; leave off the price; price hidden; prices hidden; price be hidden; packing slip; delivery note; without prices; omit the price; leave the prices off; price left off; keep the price hidden; price tag removed
SHOWNPRICE: price shown; show the price; price on the receipt; prices on the delivery note; prices on the packing slip; price on the invoice; see the price; list the price
RECIPIENT: directly to (the|a) recipient; to someone else; to another address; to a different address; to another person; to a friend; to a friends address; directly to a friend; to a different person; different address; another address; to somebody else; directly to someone; to a recipient; straight to the recipient; directly to the person; to the recipient; a separate address
DEVICECOUNT: how many devices; number of devices; max devices; device limit; limit on devices; how many different devices; on how many devices; maximum number of devices
DEVICESMANY: multiple devices; several devices; more than one device; many devices; different devices; on multiple devices; on several devices; on more than one device
DEVICES: devices; device; which devices; what devices; what devices can i use
DEVICE=ipad: ipad; ipads; on an ipad; on ipad; on my ipad; on the ipad; on ipads
DEVICE=iphone: iphone; iphones; ios; on an iphone; on iphone; on my iphone; on ios; on iphones
DEVICE=android: androids phone; on android; on an android; android phone; android phones; on an android phone; on my android; on my android phone; android devices; an android device; on android devices
DEVICE=kindle: on a kindle; on kindle; on my kindle; kindle device; kindle devices; on the kindle; kindle paperwhite; on an amazon kindle
DEVICE=kindle-app: kindle app; on the kindle app
DEVICE=tablet: tablet; tablets; on a tablet; on tablets; on my tablet; on tablet
DEVICE=phone: on my phone; on a phone; smartphone; on a smartphone; on my smartphone; smartphones; mobile; on mobile; mobile phone; cell phone; on phones; my cell phone; on smartphones; mobile device; mobile devices
DEVICE=pc: pc; computer; laptop; on a pc; on my pc; on a computer; on my computer; on my laptop; on a laptop; desktop; on desktop; on pc
DEVICE=browser: browser; in a browser; in the browser; in my browser; web browser; on the web; in a web browser; online; web; browsers; from a browser
READDIGITAL: view; access; viewing; accessed; readable; viewable; compatible with; compatible; be read; viewed; enjoy
OFFLINE: offline; without internet; without an internet connection; without wifi; without a connection; without an internet; on a plane; no internet; when offline; offline reading; offline mode
APP: app; apps; reader app; reading app; application; your reader; your app; viewer; reader; dedicated app; special app; special software; software; mobile app; an app
DOWNLOADPDF: pdf; pdfs; as a pdf; pdf format; in pdf format; pdf files; pdf file; as pdf
DOWNLOAD: download; downloads; downloaded; downloading; save
SHARE: share; shared; sharing; share with; share with a friend
WHENREADABLE: immediately after purchase; right after purchase; right after payment; immediately after buying; right away; instantly; as soon as i pay; when can i read; straight after purchase; straight away; how soon can i read; immediately after payment; right after buying; after purchase; after buying; once purchased; after payment
ORDER: placed order; an existing order; an order ive placed; an order i placed; placed orders; order i made; an order that ive placed; an order i have placed; order that was placed; existing order; existing orders
PLACEORDER: place an order; order something; make an order; order from; buy something; buy from; order books; order manga; buy manga; buy books; put in an order; placing an order; make a purchase; purchase something; order online; buy a book; order a book; submit an order; buy stuff; order stuff; order things; shop here; buy here; order here; complete an order; purchase books; purchase manga; order from you guys; purchase a book; purchase from
CANCEL: cancel; cancelled; canceled; cancelling; canceling; cancellation; cancellations; call off; cancelation; be cancelled; be canceled; cancel (an|the|) order; cancel orders; cancel a purchase; cancelling an order; canceling an order; order cancellation; revoke; withdraw; void; back out of; undo; retract; cancel (an order|orders) (ive|i have|i) placed; cancellation of
CHANGE: change; changed; changing; modify; edit; amend; alter; update; modified; adjust; modifying; editing; changes; updating; revise; make changes to; correct; make a change to; modification; tweak
AFTERSHIP: after (it|an order|the order|its|it has|its been|they|theyve) (ships|shipped|has shipped|been shipped|is shipped|have shipped|been sent|was sent|is sent|is dispatched|was dispatched); once (it|an order|the order|its|it has|its been) (ships|shipped|has shipped|been shipped|is shipped|sent|is sent|is dispatched); after shipping; after dispatch; after shipment; already shipped; that already shipped; thats already shipped; that has shipped; thats been shipped; that has already shipped; when it has shipped; once shipped; if it has already shipped; if it already shipped; after it ships; after it has been sent
BEFORESHIP: before (it|an order|the order|its|it has|they) (ships|shipped|has shipped|is shipped|is sent|is dispatched|ship); before shipping; before shipment; before dispatch; that hasnt shipped; thats not shipped; not yet shipped; prior to shipping; not shipped yet; unshipped; that hasnt shipped yet
AFTERORDER: after ordering; after placing (an|the) order; after (an|the) order is placed; once ordered; after its placed; after i order; after it has been placed; once placed; after ive ordered; after i placed it; after checkout; after being placed; after i place it; once it has been placed; after placing it; after ive placed it; (once|after) (i|we|ive|i have|weve|we have|youve|you have) ordered; (once|after) (i|we|ive|i have) placed (it|an order|the order)
ADDITEM: add; add items; add an item; add something; add books; add a book; add another book; add more; add another item; add more books; add items to; add something to; add another; leave
REMOVEITEM: remove; remove items; remove an item; remove something; remove a book; take out; delete an item; drop an item; take something off; remove something from; remove an item from
QUANTITY: quantity; quantities; the quantity; number of copies; the number of copies
PASSWORD: password; passwords; a password; the password; forgotten password; a forgotten password; lost password; login details
RESET: reset; recover; restore; resetting; forgot; forgotten; retrieve; recovering
DELETEACCOUNT: delete an account; close an account; delete account; close account; deactivate an account; remove an account; account deletion; cancel an account; terminate an account; deleting an account; closing an account
NEWSLETTER: newsletter; newsletters; mailing list; email list; marketing emails; email updates; emails
CONTACT: contact; get in touch with; get in touch; contacting; reach out to; reach out; ask; connect with; get through to; connect to; be in touch with; get in contact with; get in contact; make contact with; be in contact with
CONTACT=talk: talk to; speak to; speak with; talk with; to talk to; talk to a real person; speak to a human
CONTACT=chat: chat with
CONTACT=write: write to
CONTACT=email: email
CONTACT=call: call
SUPPORT: customer service; customer support; customer care; help desk; a human; a real person; a person; real person; human; an agent; agent; staff; a staff member; staff member; representative; a representative; someone; somebody; your team; the team; service desk; live agent; live person; human being; human agent; actual person; an actual person; an actual human; customer services; support team; service team; support staff; the staff; an employee; employees; the support team; your support team; the customer service team; a live agent; clerk; a real human
OPENTIME: what time do you open; when do you open
CLOSETIME: what time do you close; when do you close
CLOSEDDAYS: when are you closed; which days are you closed; what days are you closed; days off; closing days
OPENDAYS: what days are you open; which days are you open
HOURS: hours; opening hours; business hours; opening times; store hours; shop hours; when are you open; office hours; working hours; service hours; hours of operation; operating hours; when (is|are) (your|the|) (store|shop) (open); what hours are you open; what hours (is|are) (your|the|) (store|shop) (open); what times are you open; open hours
PHONENUMBER: phone number; telephone number; phone line; telephone; hotline; contact number; a phone number; phone support; by phone; over the phone; on the phone; call center; call centre; support number; number to call; number i can call; helpline; customer service number; a number to call; customer service phone number; a number i can call; support hotline; tel number
STOREWHERE: where are you located; where is your store; where is your shop; where is the store; where is the shop; where are you based; where are you guys located; where are you guys based; store location; store locations; shop location; store address; shop address; address of your store
EMAILADDRESS: email address; by email; via email; contact email; support email; mail address; over email; email support; customer service email
CONTACTFORM: contact form; inquiry form; enquiry form; contact page; web form; support form
STORELOCATION: physical store; physical shop; brick and mortar; brick and mortar store; brick and mortar shop; physical stores; physical shops; actual store; actual shop; real store; retail store; retail stores; retail shop; branch; branches; a store i can visit; shop i can visit; walk in store; visit in person; offline store; offline stores; in person; showroom; based; located
USED: second hand; pre owned; used manga; used books; used copies; used volumes; second hand manga; second hand books; second hand copies
BUYUSED: buy (used|old|second hand) (manga|books)
BUYBACK: sell you; do you buy; do you buy back; buy back; trade in; trade ins; sell my; do you purchase used; sell used manga to you; sell (manga|books|old manga|used manga|used books|my manga|my old manga) to you; do you take trade ins; sell old manga; buybacks; buy backs; do buybacks
GOODS=figures: figures; figurines; figurine; action figures
GOODS=artbooks: art books; art book; illustration books; illustration book
GOODS=novels: novels; novel
GOODS=posters: posters; poster
GOODS=merch: merch; merchandising; fan goods; character goods
GOODS=magazines: manga magazines
GOODS=doujinshi: doujinshi; doujin; doujins; fan comics; fanzines
GOODS=manhwa: manhwa; korean comics
GOODS=western: american comics; western comics
GOODS=games: video game
PRIVACY: privacy; privacy policy; personal data; personal information; data protection; gdpr; data privacy; private data
TERMS: terms of service; terms of use; terms and conditions; tos; t and c
BULK: bulk; bulk order; bulk orders; bulk purchase; bulk purchases; in bulk; large orders; large order; large quantities; bulk buying
BULK=discount: bulk discount; bulk discounts; volume discount
BULK=institution: school orders; library orders
BULK=wholesale: wholesale; wholesale prices
STUDENT: student discount; student discounts; student; students; student prices
PRICEMATCH: price match; price matching; price matches; match prices; price guarantee; price match guarantee
JOBS: jobs; job; hiring; careers; career; work for you; work at your store; job openings; vacancies
LIMIT: purchase limit; order limit; limit per customer; per customer limit; quantity limit; limit on how many; maximum order quantity; limit; limits; max number; purchase limits; a limit
RETURNABLE: returnable
REFUNDABLE: refundable
EXCHANGEABLE: exchangeable
CANCELLABLE: cancellable; cancelable
PAYCARDS: what cards; which cards; what credit cards; which credit cards; what kind of cards; what types of cards; what kinds of cards; what type of cards; which card brands; what card brands; どのカード; 何のカード; 使えるカード; 利用できるカード; 対応カード; どのクレジットカード; カードの種類; カードブランド
INCLUDE: include; enclose; put in; including a; insert; enclosed; attach; slip in
CARRIERNAME=yamato: yamato
CARRIERNAME=japan-post: japan post
CARRIERNAME=sagawa: sagawa
CARRIERNAME=dhl: dhl
CARRIERNAME=fedex: fedex
CARRIERNAME=ups: ups
PICKUP=convenience-store: convenience store pickup; pick up at a convenience store
INVOICE=receipt: receipt; receipts; official receipt; a receipt; get a receipt; proof of purchase
GOODS=plush: plushies; plush; plush toys
GOODS=dvd: dvds; dvd; anime dvds
GOODS=blu-ray: blu rays; blu ray; anime blu rays
GOODS=webtoons: webtoons; webtoon
GOODS=trading-cards: trading cards; card games
GOODS=board-games: board game
GOODS=light-novels: light novels; light novel; ln; lns
GOODS=jump: shonen jump magazine; jump magazine; weekly shonen jump
DEVICE=kobo: kobo; on a kobo; on my kobo; on kobo
DEVICE=e-reader: e reader; ereaders; on an ereader
DEVICE=mac: on a mac; mac; macbook
DEVICE=windows: on windows; windows
METHOD=pasmo: pasmo
METHOD=ic-card: ic card; ic cards; transit cards
METHOD=pay-later: buy now pay later; pay later; bnpl; deferred payment
METHOD=afterpay: afterpay
METHOD=paidy: paidy
METHOD=cash-app: cash app
METHOD=zelle: zelle
METHOD=bitcoin: bitcoin; btc; bitcoins
METHOD=ethereum: ethereum
LIVECHAT: live support; live chat
FILEFORMAT: file format; what format; which format; what file format; file formats
SHARE=lend: lend; lending; lend to a friend; loan
SHARE=transfer: give to someone; transfer to another account
SHARE=family: family sharing; share with family
WEEKEND=sunday: on sundays; sundays
WEEKEND=saturday: on saturdays; saturdays
WEEKEND=holiday: on holidays; public holidays; holidays
SUPPORTTIME: support hours
MEMBERPROGRAM: membership points; membership program; membership rewards
`

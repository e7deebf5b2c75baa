# A case: its head, timeline, evidence, and everything that can be done with it.

back-to-list = Back to the list
case-unreadable = This case can’t be shown
customer-unknown = Customer not named
order-number = order { $order }
through = { $name } { $stage } through { $provider }
through-plain = { $stage } through { $provider }
an-inquiry = { $name } inquiry
bank = the buyer’s bank
bank-through = the buyer’s bank ({ $network })

row-missing = { $count ->
    [one] one item missing
   *[other] { $count } items missing
}
row-complete = ready to send
row-sent = sent { $date }
row-unsettled = we don’t know yet whether it arrived
row-on-a-word = you saw it arrive; not proven yet
row-status-unknown = unknown status: { $status }
next-answer = answer
next-talk-to-customer = talk to the customer
next-refund-or-wait = refund, or wait
next-wait = wait
next-look = have a look
next-none = nothing to do

ring-days = { $count ->
    [one] day
   *[other] days
}
ring-hours = { $count ->
    [one] hour
   *[other] hours
}
ring-minutes = min
ring-past = over
ring-undated = No deadline known
ring-sent = sent
    .words = Sent, waiting for the decision
ring-won = won
    .words = Won
ring-lost = lost
    .words = Lost
ring-over = closed
    .words = Closed
left-days = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
left-hours = { $count ->
    [one] { $count } hour left
   *[other] { $count } hours left
}
left-minutes = { $count ->
    [one] { $count } minute left
   *[other] { $count } minutes left
}
left-past = Time is up
left-undated = No date known
due-label = Deadline
your-time = { $moment } your time
your-time-and-theirs = { $own } ({ $there }, { $zone })
by-answer = Answer by { $moment }.
by-escalation = This becomes a chargeback on { $moment }.
by-analysis-window = Ask for the analysis by { $moment }.
by-undated = The provider names no date. Have a look at the provider’s own page.
deadline-assumed = The provider names no date; this one is assumed from the usual rule.
deadline-zone-assumed = The time zone of this date isn’t known; it is read in the earliest one that it may be.
late-by-telephone = { $provider } takes late cases by telephone only; its help pages name the number.
documentation-elsewhere = Which documentation { $provider } asks for stands on its own page only; it doesn’t tell Tvist.
withdrawn-hint = If the customer says that they withdrew the case, answer all the same, with their words as evidence.
assumed = (Assumed from the usual rule.)
rule-one-answer = One answer only is taken, so send it complete.
rule-talk-first = { $who } takes no documents yet: talk to the customer, refund, or wait.
silence-lost = If you do nothing, the case is lost: { $amount } stays gone.
silence-escalates = If you do nothing, it becomes a chargeback: { $disputed } is taken, as a rule with a fee, and you can then answer.
silence-may-escalate = If you do nothing, it may become a chargeback: { $disputed } would be taken, as a rule with a fee.
silence-speaks = Silence can count as agreement, and such a chargeback can hardly be won. Answer in any case, and soon.
silence-speaks-discover = At Discover it can then not be contested at all.
silence-closes = If nothing more happens, the case closes by itself, without a chargeback.
silence-provider-may-answer = If you do nothing, { $provider } may answer for you, if it can. If it can’t, the case is lost: { $amount } stays gone.
silence-none = Nothing more depends on you.
silence-unknown = What happens if you do nothing is not known. Take the date as the last one.

timeline = Timeline
rail-today = Today
rail-past = done
rail-now = we are here
rail-future = expected
rail-due-answer = Answer due
rail-due-escalation = Becomes a chargeback
rail-due-analysis-window = Window closes
about = about { $month }
history = { $count ->
    [one] Whole history, { $count } entry
   *[other] Whole history, { $count } entries
}
source-provider = from the provider
source-app = from this app
source-observed = seen at a sync
source-rule = by the rule
source-owner = your own statement
source-assumed = assumed

on-a-word-title = You saw it arrive
on-a-word-text = You said that it arrived, but what { $provider } shows still waits for an answer. Nothing is sent a second time, and the clock stays in view until { $provider } shows it.
on-a-word-back = It isn’t there after all
unsettled-title = We don’t know yet whether it arrived
unsettled-text = The connection broke while { $provider } was being asked. Nothing is sent a second time. Look again to settle it by reading.
look-again = Look again
saw-ask = I looked there…
saw-title = What do you see at { $provider }?
saw-text = Where reading can’t tell, your word settles it. It is kept as yours, with name and time, and sends nothing.
saw-arrived = It is there
saw-not-arrived = It isn’t there
saw-reading = { $provider } is read first, for “It isn’t there” twice, ten seconds apart …
open-dashboard = Open at { $provider }
look-there = Have a look where you usually see { $provider }’s cases: Tvist knows no address of its own for them.
vanished-title = { $provider } no longer shows this case
vanished-text = What was known is kept. Have a look at the provider’s own page.
status-unknown-title = An unknown status
status-unknown-text = { $provider } says “{ $status }”, which this version doesn’t know. Have a look at the provider’s own page; the deadline stays in view.
kind-unknown-title = An unknown kind of case
kind-unknown-text = { $provider } calls it something that this version doesn’t know, so its rules aren’t known either. Nothing that can’t be taken back is offered here. Have a look at the provider’s own page; the deadline stays in view.
came-back = It came back as a chargeback on { $date }; what was said before doesn’t count here.
lost-title = Lost: { $amount } is gone
lost-no-reason = { $who } gave no reason.
lost-how-conceded = You accepted it.
lost-how-nothing-sent = No answer was sent.
lost-how-nothing-sent-from-here = No answer was sent from here. Whether one was sent elsewhere, { $provider } doesn’t tell.
lost-how-answered = The answer wasn’t enough.
lost-how-answered-by-provider = { $provider } answered by itself, and it wasn’t enough.
loss-word = The provider’s word for it: { $code }
won-title = Won: { $amount } is yours
won-text = The decision was for you. The money comes back with the next payout.
closed-text = There is nothing left to do here.
waiting-title = With { $who } now
waiting-text = There is nothing to do. A decision usually takes one to three months.

evidence = What wins this kind of case
evidence-hint = Drop files anywhere on this case. Tvist guesses what each one shows; you say whether that is right.
carried-fields = Several files in one place are joined into one PDF.
carried-one-document = Everything is joined into one PDF, your texts first.
carried-documents = Each file leaves as a PDF of its own, in your order, your texts first; file names don’t travel.
evidence-sent = What was gathered
evidence-unsent = Gathered here, never sent
evidence-locked = { $who } takes no documents now. You can gather them already; they are sent only if this becomes a chargeback.
add-files = Add files…
adding-files = Reading the files…
undo = Undo
redo = Redo
drop-here = Let go: it goes to “{ $slot }”
drop-anywhere = Let go: it goes to this case
decides = decides most cases
slot-filled = in place
slot-empty = missing
slot-guessed = only a guess so far
open-places = Where does this belong?
open-places-hint = Nothing tells what these show. Choose a place for each; until then they would go along as “{ $place }”.
choose-place = Choose a place…
guess = a guess
guess-right = That’s right
guess-right-for = That’s right: { $name }
choose = Choose…
choose-for = Choose files for { $slot }
move-file = Place of { $name }
remove-file = Remove { $name }
more-slots = { $count ->
    [one] One more place
   *[other] { $count } more places
}
pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
characters = { $count ->
    [one] { $count } character of { NUMBER($limit) }
   *[other] { $count } characters of { NUMBER($limit) }
}
character-count = { $count ->
    [one] { $count } character
   *[other] { $count } characters
}
too-long = { $count ->
    [one] { $count } character; only { NUMBER($limit) } are taken
   *[other] { $count } characters; only { NUMBER($limit) } are taken
}
meter-bytes = Size
meter-pages = Pages
meter-of = { $value } of { $limit }
meter-advice = { $value }; advice: { $limit }
files-refused = { $count ->
    [one] One file was not taken
   *[other] { $count } files were not taken
}
facts-to-send = Facts that go along
facts-to-send-hint = Only what you know for sure. An empty field is not sent.
stated-hint = Known from the payment; goes along unless you write something else.
goods = What was sold
goods-physical = Goods that are shipped
goods-digital = Something digital
goods-service = A service

facts = Facts
money = Money
term-reason = Reason
term-code = Code
term-stage = Stage
term-status = Status
term-provider-word = Provider’s word
term-paid = Paid
term-email = Mail
term-card = Card
term-amount = Amount
term-reference = Reference
term-disputed = Disputed
term-fee = Fee
term-at-risk = Can be lost
term-time = Time
term-request = Request
term-answered-by = Answered by
term-retrieval-reference = Retrieval reference
term-region = Region
term-recurring = Recurring
term-presented-by = Given by
term-fraud-report = Reported fraud
term-card-bank = Card’s bank
term-expires = Expires
term-wallet-case = Case at { $wallet }
term-wallet-kind = Kind at { $wallet }
answered-by-manual = you
answered-by-smart-disputes = { $provider } itself
answered-by-not-submitted = nobody
region-domestic = within one country
region-intra = within the region
region-inter = between regions
said-yes = yes
said-no = no
stage-second-chargeback = Second chargeback, answered like the first
read-again = Read again from { $provider }

progress = { $count ->
    [one] { $done } of { $count } in place
   *[other] { $done } of { $count } in place
}
draft-saved = draft saved { $time }
draft-saving = saving…
draft-not-saved = The last change is not saved yet. Tvist tries again at the next key.
foot-inquiry = { $who } takes no documents in an inquiry. Refund, talk to the customer, or wait.
foot-sent = Sent { $moment }
see-sent = What was sent
preview = Preview
review-and-send = Review and send…
act-accept = Accept the loss…
act-refund = Refund…

preparing = Putting everything together…
ask-submit = Send this answer to { $who }?
ask-accept = Accept the loss?
ask-refund = Refund the customer?
keep-editing = Keep editing
confirm-submit = Send answer
confirm-accept = Accept the loss
confirm-refund = Refund the customer
altogether = Altogether
card-numbers = Card numbers
card-numbers-none = none found in the text
card-numbers-found = { $count ->
    [one] one found
   *[other] { $count } found
}
card-numbers-unsearched = not searched for, since nothing can be put together yet
card-numbers-unread = { $count ->
    [one] one page couldn’t be read
   *[other] { $count } pages couldn’t be read
}
card-numbers-vouched = { $count ->
    [one] you looked at one of them
   *[other] you looked at { $count } of them
}
card-numbers-pictures = { $count ->
    [one] one picture wasn’t looked at
   *[other] { $count } pictures weren’t looked at
}
place-page = { $file }, page { $page }
place-pages = { $file }, pages { $pages }
look-open = Show the page
look-title = The page
black-out-open = Black it out…
black-out-title = Black this out?
black-out-text = This is how the page would look. It becomes a picture, so that nothing lies beneath the black. Every card number that was found on it is covered. Undo brings the page back.
black-out-confirm = Black it out
vouch-open = Look at this page…
vouch-title = Look at this page
vouch-text = Tvist can’t read the text of this page. It goes out on your word only: you say that it shows no full card number and no security code. Your word holds for this file as it is now.
vouch-unseen = The page can’t be shown here. Open the file itself and look at page { $page } there.
vouch-confirm = I have looked at this page
blocked = { $count ->
    [one] One thing must be put right first
   *[other] { $count } things must be put right first
}
advice = { $count ->
    [one] One thing to think about
   *[other] { $count } things to think about
}
final-submit = This can be sent once. After that nobody can change it, not even { $provider } support.
final-accept = This closes the case as lost. It can’t be taken back.
final-refund = The refund goes to the customer at once. It can’t be taken back.
counting-title = Sending in { $seconds }
counting-text = Nothing has been sent yet. You can still take it back.
undo-send = Undo
sending-title = Sending…
sending-text = { $who } is being asked. Please leave the window open.
outcome-accepted = Sent
outcome-refused = The provider refused it
outcome-blocked = Nothing was sent
outcome-unknown = We don’t know yet
outcome-not-arrived = It did not arrive
outcome-failed = That didn’t work
outcome-accepted-submit = { $who } has your answer now. The receipt is kept with the case.
outcome-accepted-accept = The case is closed as lost. The receipt is kept with the case.
outcome-accepted-refund = The refund is on its way to the customer. The receipt is kept with the case.
outcome-refused-text = { $provider } did not take it, and nothing changed there. It says:
outcome-blocked-text = A last look before sending found a reason to stop. Nothing changed at { $provider }.
outcome-unknown-text = The connection broke before { $provider } answered. It may have arrived. Nothing is sent a second time; Tvist settles it by reading.
outcome-not-arrived-text = Reading proved that { $provider } never got it. You can do it again.
request-id = Request { $id }
see-receipt = See the receipt

preview-title = The pages of your answer
preview-sub = { $count ->
    [one] { $count } page as it leaves
   *[other] { $count } pages as they leave, in this order
}
preview-sub-files = { $count ->
    [one] { $count } page of your own files
   *[other] { $count } pages of your own files
}
preview-unpacked = This can’t be sent as it is. These are your own files, not yet packed.
preview-texts = Texts beside the files
preview-empty = There are no files yet.
page-of = Page { $page } of { $name }
page-picture = Picture of page { $page }
page-unreadable = This page can’t be shown as a picture.

receipts-title = What was sent
receipts-sub = Kept as it left this computer.
note-read = The answer itself was lost; reading the case proved that it arrived.
note-answered-elsewhere = The case was answered somewhere else.
note-owner = Reading couldn’t tell; this is what you saw at the provider’s own page.
note-late-proof = It was believed lost; a later reading proved that it arrived.
note-read-nothing = Two readings some time apart showed nothing of it: it never arrived.
note-refusal-read = The provider refused it; reading the case showed nothing of it.
note-refused-unread = The provider refused it, but the case couldn’t be read afterwards. It may have arrived all the same.
note-refused-unclear = The provider refused it, and reading the case couldn’t tell whether it arrived all the same.
note-turned-down = The provider took it, and it failed afterwards.
note-not-sent = It never left this computer.
note-interrupted = The program ended while it was on its way.
note-changed-meanwhile = The case changed at the provider in the last moment; nothing was sent.
note-unreadable = The case couldn’t be read right before sending; nothing was sent.
note-upload-refused = The provider refused a file; the answer itself was not sent.
note-upload-failed = A file couldn’t be uploaded; the answer itself was not sent.
note-withdrawal-failed = A file of an earlier try couldn’t be taken away; nothing was sent.
note-no-call = The provider has no such call for this case; nothing was sent.
note-identified = You brought its id, and the provider knows it.
receipt-refused = What the provider said when it refused
receipt-stated = Stated by { $by }, { $moment }
receipts-none = Nothing has been sent for this case.
provider-answer = The provider’s answer
term-buyer-document = Tax number
term-phone = Phone
term-statement = On the statement
term-authentication = Authentication
term-acquirer-reference = Acquirer’s reference
term-other-reference = Other reference
term-transaction = Transaction
guess-title = Perhaps: { $reason }
guess-none = What is it about?
guess-stated = You said: { $reason }
guess-why = { $provider } gives no reason, only these words. Tvist guesses from them; you decide, and the checklist follows.
guess-confirm = That is right
guess-other = Or it is about
guess-change = Change to
guess-choose = Choose
returned-to-you = { $provider } sent your answer back on { $date }: something is missing. Answer again by the date here.
by-day = { $provider } names the day, { $day }, and no hour: Tvist counts to its beginning, to be safe.
slot-documents = Document

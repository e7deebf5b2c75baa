# What only some cases have: inquiries without documents, consent to a fee, answers of the provider's own, earlier payments.

test-case = Test case
test-case-hint = Made by the provider for testing. No real money moves.
wallet-title = { $wallet } handles this case itself
wallet-text-paypal = Write to the customer through PayPal. A decision against you can be appealed at PayPal only. { $provider } takes no dispute fee.
wallet-text-amazon-pay = It is a case of Amazon Pay, not of a card: Amazon decides it. What card rules say doesn’t hold here.
wallet-open = Open { $wallet }’s cases
wallet-kind-chargeback = chargeback
wallet-kind-claim = claim

ways-title = Three ways from here
ways-talk = Talk to the customer
ways-talk-text = They can withdraw the case at { $who } themselves; it then closes without a fee.
ways-talk-paused = Meanwhile { $who } pauses what the customer has to pay.
ways-talk-mail = Write to: { $email }
ways-refund = Refund { $amount }
ways-refund-text = Exactly what is disputed. The case closes without a dispute fee.
ways-refund-part = Exactly what is disputed, of { $whole } paid. A smaller refund lets the rest become a chargeback.
ways-refund-not = A refund isn’t possible at { $provider } now.
ways-wait = Wait
ways-wait-text = On { $moment } it becomes a chargeback by itself: { $amount } and a fee are withheld, and you can then answer, once.
ways-wait-undated = It becomes a chargeback by itself: { $amount } and a fee are withheld, and you can then answer, once.
return-title = A return
return-text = The customer has shown { $who } proof of sending goods back: they are on their way, or arrived and weren’t refunded. The tracking stands at { $provider }, under “Issuer evidence”. When the parcel is on its way or has arrived, refund by { $moment }.
return-text-undated = The customer has shown { $who } proof of sending goods back: they are on their way, or arrived and weren’t refunded. The tracking stands at { $provider }, under “Issuer evidence”. Refund when the parcel is on its way or has arrived.

escalated-title = It became a chargeback on { $date }
escalated-text = { $days ->
    [one] { $amount } and the fee are withheld, and a new, shorter clock runs: one day from then. What was said before doesn’t count here.
   *[other] { $amount } and the fee are withheld, and a new, shorter clock runs: { $days } days from then. What was said before doesn’t count here.
}
closed-inquiry = It ended as an inquiry, without a dispute fee. There is nothing left to do here.
left-no-answer = No answer possible
appeal-title = This is the appeal
appeal-text = The bank rejected the answer. Only the statement and the documents that you add here are sent now. The card network may charge a fee for an appeal; { $provider } names no amount beforehand.
by-no-answer = { $provider } takes no answer to this case.
lost-no-answer = It came as lost: { $who } allowed no answer. Nothing could have been sent.
lost-reason-until = Until { $date }, { $who } can still tell the reason. Tvist looks every day and tells you here.

klarna-reason-return = Return
klarna-reason-goods-not-received = Goods not received
klarna-reason-already-paid = Already paid
klarna-reason-faulty-goods = Faulty goods
klarna-reason-incorrect-invoice = Incorrect invoice
klarna-reason-high-risk-order = High-risk order
klarna-reason-unauthorized-purchase = Unauthorised purchase
term-klarna-reason = Klarna’s reason
part-of = { $part } of { $whole }

consent-title = Answering costs { $fee }
consent-text = { $provider } charges { $fee }, or as much in your currency, for the card network one or two days after you send, and gives it back if you win. Other dispute fees come on top. Accepting the loss avoids it.
consent-agree = I agree to the network fee of { $fee }.
consent-there = Somebody agreed to this fee at { $provider } already.

own-answer-title = { $provider } may answer for you, if it can
own-answer-prefer-manual = What you have put there goes out, a draft too; if there is nothing, { $provider }’s own answer does, if there is one.
own-answer-prefer-smart-disputes = { $provider }’s own answer goes out if it has one, otherwise what you have put there.
own-answer-smart-disputes = Only { $provider }’s own answer goes out, if there is one, whatever you have put there.
own-answer-other = Its setting is “{ $setting }”.
own-answer-on = That would happen by itself near the deadline, { $moment }.
own-answer-if = Not every case qualifies. If nothing goes out, the case is lost.
own-answer-share = { $provider } keeps { $percent } % of what its own answer wins.
own-answer-switch = Answer it myself
own-answer-switching = Switching…
own-answer-then = If you switch, nothing goes out unless you send it.
own-answer-manual-title = Only you answer this case
own-answer-manual-text = { $provider } sends nothing by itself, not even at the deadline.
own-answer-unavailable-title = { $provider } has no answer of its own for this case
own-answer-unavailable-text = The account is set to let it answer, but it says that it can’t here. Nothing goes out unless you send it.
own-answer-switched = Switched: only what you send goes out.

ce3-title = Earlier payments of the same buyer
ce3-lead = Two undisputed payments with the same card can prove that it was the same buyer (Visa Compelling Evidence 3.0): 120 to 364 days before the disputed payment, as Stripe counts, or 120 to 365 days before the dispute, as Visa does. What { $provider } answers decides. Even what qualifies can be declined, so fill in the rest of the case too.
ce3-part-disputed = The disputed payment
ce3-part-first-earlier = First earlier payment
ce3-part-second-earlier = Second earlier payment
ce3-part-same = The same in all three
    .hint = The IP address and a device, or one of them and the address, mail or customer number. Leave empty what differs.
ce3-part-same-address = The same delivery address in all three
    .hint = Counts only when it is complete.
ce3-field-product-description = What it was for
ce3-field-merchandise-or-services = Kind
ce3-field-charge = Payment’s id
    .hint = As { $provider } shows it.
ce3-field-customer-purchase-ip = IP address
ce3-field-customer-device-fingerprint = Device fingerprint
ce3-field-customer-device-id = Device id
ce3-field-customer-email-address = Mail address
ce3-field-customer-account-id = Customer number
ce3-field-line1 = Street and number
ce3-field-line2 = Addition
ce3-field-postal-code = Postal code
ce3-field-city = City
ce3-field-state = State
ce3-field-country = Country, two letters
ce3-choice-merchandise = Goods
ce3-choice-services = A service
ce3-choice-none = Choose…
ce3-least = At least { $count } characters.
ce3-known = In the disputed payment: { $value }
ce3-take = Take it
ce3-varies = The three payments hold different values here. What you write goes into all of them.
ce3-short = Not long enough to count.
ce3-missing = { $count ->
    [one] One thing is missing
   *[other] { $count } things are missing
}
ce3-find = Find earlier payments
ce3-finding = Looking…
ce3-found-none = No earlier payment of this card was found.
ce3-found-more = There are more payments of that time than were looked through.
ce3-meets-before-payment = right age as Stripe counts
ce3-meets-before-dispute = right age as Visa counts
ce3-use-0 = As first
ce3-use-1 = As second
ce3-ask = Ask { $provider } whether it qualifies
ce3-asking = Asking…
ce3-ask-text = This puts the statements at { $provider } without sending them; the bank sees nothing. It is the only way to learn it.
ce3-status-qualified = { $provider } says: it qualifies
ce3-status-qualified-text = It goes along when you send the answer.
ce3-status-not-qualified = { $provider } says: it doesn’t qualify
ce3-status-not-qualified-text = Check the two payments: same card, undisputed, of the right age. Without them the rest of the case counts.
ce3-status-requires-action = { $provider } says: something is missing
ce3-status-other = { $provider } says: { $status }
ce3-not-current = What you state now has not been shown to { $provider } yet.
ce3-elsewhere = Such statements were put at { $provider } outside Tvist. They go along with the answer, unless you state your own here.
ce3-action-missing-customer-identifiers = What shows the same buyer in all three payments
ce3-action-missing-disputed-transaction-description = What the disputed payment was for
ce3-action-missing-merchandise-or-services = Whether it was goods or a service
ce3-action-missing-prior-undisputed-transaction-description = What the earlier payments were for
ce3-action-missing-prior-undisputed-transactions = Two earlier payments
field-emptied = is taken away
field-yes = yes

problem-ce3-description-missing = Say what the disputed payment was for.
problem-ce3-kind-missing = Say whether it was goods or a service.
problem-ce3-payments-missing = Name exactly two earlier payments of the same card.
problem-ce3-prior-description-missing = Say what each earlier payment was for.
problem-ce3-no-match = The same IP address and device, or one of them and the same address, mail or customer number, must stand in all three.
problem-ce3-not-offered = The provider doesn’t offer this for the case as it stands.
problem-ce3-nothing-stated = Nothing is stated about earlier payments yet.
problem-manual-first = The provider could send by itself what lies there. Switch to “Answer it myself” first.
problem-file-repaired = A damaged PDF was repaired. Look at every page.
problem-file-unlocked = A PDF had restrictions; the copy that is sent has none.
problem-file-scripts-removed = Scripts in a PDF are left out.
problem-file-attachments-removed = Files attached inside a PDF are left out.
problem-file-layers-removed = Layers that are switched off in a PDF are left out.
problem-file-comments-removed = Comments in a PDF are left out; their words don’t leave.
problem-file-marks-not-drawn = Marks in a PDF could not be drawn and won’t be seen. Print the file to a new PDF.
problem-file-mail-attachments = Files attached to a mail are left out. Add them by themselves.
problem-file-fields-not-drawn = Filled-in form fields won’t be seen. Print the form to a new PDF.
problem-file-signature-lost = A PDF’s digital signature doesn’t survive: every PDF is written anew.
problem-file-missing-characters = Some characters can’t be printed; a box stands for each.

# Money: what an act costs, what was taken, what was refunded already.
term-received-fee = Dispute fee
term-countered-fee = Fee for answering
term-network-fee = Network fee
term-expected-fee = If it becomes a chargeback
term-answering = Answering costs
term-refunded = Refunded

fee-withheld = { $fee }, back if you win
fee-kept = { $fee }, not given back
fee-given-back = { $fee }, given back
fee-none = none
fee-unknown = { $fee }; whether it comes back isn’t known
fee-untold = not known yet
fee-expected = { $fee } more
fee-expected-assumed = { $fee } more (assumed)
refunded-whole = all of it, { $amount }
refunded-part = { $amount }

cost-countered-fee = A fee of { $amount } is taken for answering.
cost-countered-fee-unknown = A fee may be taken for answering; how much isn’t known.
cost-network-fee = A fee of { $amount }, or as much in your currency, is charged for the card network.
cost-network-fee-unknown = The card network may charge a fee; how much isn’t known.
cost-received-fee = A fee of { $amount } is taken for the dispute.
cost-received-fee-unknown = A fee may be taken for the dispute; how much isn’t known.
cost-success-share = { $percent } % of what is won is kept.
cost-success-share-unknown = A share of what is won is kept.
cost-back = It comes back if you win.
cost-assumed = This is assumed, as of { $day }; the balance shows what it really was.
cost-nothing-submit = Sending costs nothing by itself, says { $site }.
cost-nothing-accept = Accepting costs no further fee, says { $site }.
cost-nothing-refund = The refund costs no dispute fee, says { $site }.
cost-untold = Whether this costs anything isn’t known: { $provider } doesn’t say.
cost-short-unknown = not known
cost-short-assumed = { $amount } (assumed)

gives-accept = You give up { $gives }. A fee that was taken stays with { $provider }.
gives-refund = { $gives } leaves your balance, and the inquiry ends.
gives-refund-open = { $gives } leaves your balance. Something of the payment is left, so the inquiry stays open and may still become a chargeback. Answer it then, with the refund as evidence.

refunded-title-whole = This payment was refunded in full
refunded-title-part = { $amount } of this payment was refunded already
refunded-prove = Prove it: a refund is the strongest evidence there is. What { $provider } lists here goes along with your answer, unless you write something else.
refund-line = { $amount } on { $date }, { $status }
refund-reference = Reference { $reference }
refund-status-succeeded = refunded
refund-status-pending = on its way
refund-status-failed = failed: the customer didn’t get it
refund-status-canceled = cancelled: the customer didn’t get it
refund-status-requires-action = waits for the customer

lost-part = { $back } of { $amount } came back.

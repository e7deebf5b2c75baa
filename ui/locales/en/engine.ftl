# Texts that the engine words itself: timelines in `tvist`, reminders, reasons of a loss.

timeline-payment = Payment
timeline-opened = Case opened
timeline-escalated = Became a chargeback
timeline-returned = Came back for another answer
timeline-status-changed = Status changed
timeline-deadline-changed = Deadline changed
timeline-amount-changed = Amount changed
timeline-money-taken = Money taken back
timeline-money-returned = Money returned
timeline-fee-taken = Fee taken
timeline-fee-returned = Fee given back
timeline-loss-reason-arrived = Reason for the loss arrived
timeline-answered-elsewhere = Answered outside Tvist
timeline-vanished = No longer listed by the provider
timeline-contradiction = The provider contradicts itself
timeline-sent = Answer sent
timeline-accepted = Loss accepted
timeline-refunded = Refunded
timeline-refund-failed = Refund failed
timeline-refused = Refused by the provider
timeline-outcome-unknown = Outcome not known yet
timeline-not-arrived = Did not reach the provider
timeline-arrived-late = Had arrived after all
timeline-seen-arrived = You saw it at the provider
timeline-seen-missing = You didn’t see it at the provider
timeline-won = Won
timeline-lost = Lost
timeline-closed = Closed
timeline-deadline = Last date
timeline-silence = Closes by itself, at the latest
timeline-decision = Decision expected

loss-shipping-policy-violated = The shipping policy was not kept. Check it, and give customers clear tracking.
loss-proof-of-delivery-inadequate = The proof of delivery was not enough. Next time add the carrier's own proof with address and date.
loss-proof-of-delivery-missing = There was no proof of delivery. Attach one next time.
loss-customer-details-missing = Details of the customer were missing. Next time give name, address and mail address.
loss-accepted-by-merchant = The loss was accepted. Where a case begins as an inquiry, a refund at that time costs no fee.
loss-not-countered = There was no answer in time. Next time answer before the safe date.
loss-not-refunded = The payment was not refunded, or not in full. Next time refund while the case is an inquiry.
loss-unspecified = No reason was given. Compare what was sent with what wins this kind of case, and send that next time.
loss-unknown = The reason is not one that we know.

reminder-title = A dispute needs you
reminder-title-safe = The last safe moment for a dispute has come
reminder-title-many = { $count } disputes need you
reminder-body = { $case }, { $amount }, { $provider }: { $act ->
    [answer] answer
   *[other] settle it
 } by { $safe } to be safe. The last moment is { $deadline }.
reminder-body-late = { $case }, { $amount }, { $provider }: { $act ->
    [answer] answer
   *[other] settle it
 } now. The last moment is { $deadline }.
reminder-body-over = { $case }, { $amount }, { $provider }: the last moment was { $deadline }. Look at what is still possible.

# When: words in the place of a date where there are some. At midnight the day that goes ends.
moment-today = today, { $time }
moment-tomorrow = tomorrow, { $time }
moment-yesterday = yesterday, { $time }
moment-day = { $weekday ->
    [mon] Mon
    [tue] Tue
    [wed] Wed
    [thu] Thu
    [fri] Fri
    [sat] Sat
   *[sun] Sun
 } { $day } { $month ->
    [jan] Jan
    [feb] Feb
    [mar] Mar
    [apr] Apr
    [may] May
    [jun] Jun
    [jul] Jul
    [aug] Aug
    [sep] Sep
    [oct] Oct
    [nov] Nov
   *[dec] Dec
 }, { $time }
moment-year = { $day } { $month ->
    [jan] Jan
    [feb] Feb
    [mar] Mar
    [apr] Apr
    [may] May
    [jun] Jun
    [jul] Jul
    [aug] Aug
    [sep] Sep
    [oct] Oct
    [nov] Nov
   *[dec] Dec
 } { $year }, { $time }
moment-end = 24:00

notice-more = and { $count } more
notice-practice = Practice: { $text }
notice-title-named = { $who }, { $amount }: your answer is due
notice-refused-title = An account needs a new key
notice-refused-body = The provider refuses the key of { $account }. Until it is renewed, new cases and changes there stay unseen.
notice-stale-title = An account has not been read for a while
notice-stale-body = { $account } can’t be read. New cases and changes there may be unseen. Tvist goes on trying.
notice-warned-title = A bank warns of fraud: a refund now may still help
notice-warned-title-many = Banks warn of fraud on { $count } payments: refunds now may still help
notice-warned-line = { $amount } at { $provider }
notice-warned-unseen = A payment at { $provider }

calendar-title = { $provider }: last date for a dispute, { $amount }
calendar-title-named = { $provider }: last date for a dispute, { $name }, { $amount }
calendar-body = Case { $case } at { $provider }, { $amount }. Last date { $deadline } UTC, safe until { $safe } UTC.

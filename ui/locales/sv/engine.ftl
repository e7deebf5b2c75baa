# Texter som motorn själv formulerar: tidslinjer i `tvist`, påminnelser, skäl till en förlust.

timeline-payment = Betalning
timeline-opened = Ärendet öppnades
timeline-escalated = Blev ett återkrav
timeline-returned = Kom tillbaka för ett nytt svar
timeline-status-changed = Status ändrades
timeline-deadline-changed = Sista dagen ändrades
timeline-amount-changed = Beloppet ändrades
timeline-money-taken = Pengarna drogs tillbaka
timeline-money-returned = Pengarna kom tillbaka
timeline-fee-taken = Avgift dragen
timeline-fee-returned = Avgift återbetald
timeline-loss-reason-arrived = Skälet till förlusten kom
timeline-answered-elsewhere = Besvarat utanför Tvist
timeline-vanished = Finns inte längre hos leverantören
timeline-contradiction = Leverantören motsäger sig själv
timeline-sent = Svar skickat
timeline-accepted = Förlusten godtagen
timeline-refunded = Återbetalat
timeline-refund-failed = Återbetalning misslyckades
timeline-refused = Avvisat av leverantören
timeline-outcome-unknown = Utfallet är inte känt än
timeline-not-arrived = Nådde inte leverantören
timeline-arrived-late = Hade kommit fram ändå
timeline-seen-arrived = Du såg det hos leverantören
timeline-seen-missing = Du såg det inte hos leverantören
timeline-won = Vunnet
timeline-lost = Förlorat
timeline-closed = Avslutat
timeline-deadline = Sista dag
timeline-silence = Avslutas av sig självt, senast
timeline-decision = Beslut väntas

loss-shipping-policy-violated = Fraktvillkoren följdes inte. Se över dem och ge kunderna tydlig spårning.
loss-proof-of-delivery-inadequate = Leveransbeviset räckte inte. Lägg nästa gång till transportörens eget bevis med adress och datum.
loss-proof-of-delivery-missing = Leveransbevis saknades. Bifoga ett nästa gång.
loss-customer-details-missing = Uppgifter om kunden saknades. Ange nästa gång namn, adress och e-postadress.
loss-accepted-by-merchant = Förlusten godtogs. Om ett fall börjar som förfrågan kostar en återbetalning då ingen avgift.
loss-not-countered = Det kom inget svar i tid. Svara nästa gång före den säkra dagen.
loss-not-refunded = Betalningen återbetalades inte, eller inte helt. Återbetala nästa gång medan ärendet är en förfrågan.
loss-unspecified = Inget skäl angavs. Jämför det som skickades med det som vinner den här sortens fall, och skicka det nästa gång.
loss-unknown = Skälet är inte ett som vi känner till.

reminder-title = Ett ärende behöver dig
reminder-title-safe = Nu är det sista säkra ögonblicket för ett ärende
reminder-title-many = { $count } ärenden behöver dig
reminder-body = { $case }, { $amount }, { $provider }: { $act ->
    [answer] svara
   *[other] lös det
 } senast { $safe } för att vara på den säkra sidan. Allra sist { $deadline }.
reminder-body-late = { $case }, { $amount }, { $provider }: { $act ->
    [answer] svara
   *[other] lös det
 } nu. Allra sist { $deadline }.
reminder-body-over = { $case }, { $amount }, { $provider }: sista tiden var { $deadline }. Se efter vad som ännu går att göra.

# When: words in the place of a date where there are some. At midnight the day that goes ends.
moment-today = i dag kl. { $time }
moment-tomorrow = i morgon kl. { $time }
moment-yesterday = i går kl. { $time }
moment-day = { $weekday ->
    [mon] mån
    [tue] tis
    [wed] ons
    [thu] tors
    [fri] fre
    [sat] lör
   *[sun] sön
 } { $day } { $month ->
    [jan] jan
    [feb] feb
    [mar] mars
    [apr] april
    [may] maj
    [jun] juni
    [jul] juli
    [aug] aug
    [sep] sep
    [oct] okt
    [nov] nov
   *[dec] dec
 } kl. { $time }
moment-year = { $day } { $month ->
    [jan] jan
    [feb] feb
    [mar] mars
    [apr] april
    [may] maj
    [jun] juni
    [jul] juli
    [aug] aug
    [sep] sep
    [oct] okt
    [nov] nov
   *[dec] dec
 } { $year } kl. { $time }
moment-end = 24:00

notice-more = och { $count } till
notice-practice = Övning: { $text }
notice-title-named = { $who }, { $amount }: dags att svara
notice-refused-title = Ett konto behöver en ny nyckel
notice-refused-body = Leverantören godtar inte nyckeln till { $account }. Tills den är förnyad syns inga nya ärenden eller ändringar där.
notice-stale-title = Ett konto har inte kunnat läsas på ett tag
notice-stale-body = { $account } kan inte läsas. Nya ärenden och ändringar där kan vara osedda. Tvist fortsätter att försöka.
notice-warned-title = En bank varnar för bedrägeri: en återbetalning nu kan förhindra återkravet
notice-warned-title-many = Banker varnar för bedrägeri med { $count } betalningar: återbetalningar nu kan förhindra återkrav
notice-warned-line = { $amount } hos { $provider }
notice-warned-unseen = En betalning hos { $provider }

calendar-title = { $provider }: sista dag för en tvist, { $amount }
calendar-title-named = { $provider }: sista dag för en tvist, { $name }, { $amount }
calendar-body = Ärende { $case } hos { $provider }, { $amount }. Sista tid { $deadline } UTC, säkert till { $safe } UTC.

# Pengar: vad något kostar, vad som dragits, vad som redan återbetalats.
term-received-fee = Tvistavgift
term-countered-fee = Avgift för svaret
term-network-fee = Nätverksavgift
term-expected-fee = Om det blir ett återkrav
term-answering = Att svara kostar
term-refunded = Återbetalat

fee-withheld = { $fee }, tillbaka vid vinst
fee-kept = { $fee }, återbetalas inte
fee-given-back = { $fee }, återbetald
fee-none = ingen
fee-unknown = { $fee }; om den kommer tillbaka är inte känt
fee-untold = inte känd än
fee-expected = { $fee } till
fee-expected-assumed = { $fee } till (antaget)
refunded-whole = allt, { $amount }
refunded-part = { $amount }

cost-countered-fee = En avgift på { $amount } dras för svaret.
cost-countered-fee-unknown = En avgift kan dras för svaret; hur stor är inte känt.
cost-network-fee = En avgift på { $amount }, eller lika mycket i din valuta, tas ut för kortnätverket.
cost-network-fee-unknown = Kortnätverket kan ta ut en avgift; hur stor är inte känt.
cost-received-fee = En avgift på { $amount } dras för tvisten.
cost-received-fee-unknown = En avgift kan dras för tvisten; hur stor är inte känt.
cost-success-share = { $percent } % av det som vinns behålls.
cost-success-share-unknown = En andel av det som vinns behålls.
cost-back = Den kommer tillbaka om du vinner.
cost-assumed = Det är antaget, per { $day }; saldot visar vad det verkligen blev.
cost-nothing-submit = Att skicka kostar inget i sig, enligt { $site }.
cost-nothing-accept = Att acceptera kostar ingen ytterligare avgift, enligt { $site }.
cost-nothing-refund = Återbetalningen kostar ingen tvistavgift, enligt { $site }.
cost-untold = Om detta kostar något är inte känt: { $provider } uppger det inte.
cost-short-unknown = inte känt
cost-short-assumed = { $amount } (antaget)

gives-accept = Du avstår { $gives }. En avgift som dragits stannar hos { $provider }.
gives-refund = { $gives } dras från ditt saldo, och förfrågan avslutas.
gives-refund-open = { $gives } dras från ditt saldo. Något av betalningen är kvar, så förfrågan förblir öppen och kan ännu bli ett återkrav. Svara då på den, med återbetalningen som underlag.

refunded-title-whole = Den här betalningen är återbetald i sin helhet
refunded-title-part = { $amount } av den här betalningen är redan återbetalt
refunded-prove = Visa det: en återbetalning är det starkaste underlaget som finns. Det som { $provider } anger här följer med ditt svar, om du inte skriver något annat.
refund-line = { $amount } den { $date }, { $status }
refund-reference = Referens { $reference }
refund-status-succeeded = återbetalt
refund-status-pending = på väg
refund-status-failed = misslyckades: kunden fick den inte
refund-status-canceled = avbruten: kunden fick den inte
refund-status-requires-action = väntar på kunden

lost-part = { $back } av { $amount } kom tillbaka.

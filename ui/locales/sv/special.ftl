# Det som bara vissa fall har: förfrågningar utan underlag, godkännande av en avgift, leverantörens egna svar, tidigare betalningar.

test-case = Testfall
test-case-hint = Skapat av leverantören för test. Inga riktiga pengar rör sig.
wallet-title = { $wallet } sköter det här ärendet självt
wallet-text-paypal = Skriv till kunden genom PayPal. Ett beslut mot dig kan bara överklagas hos PayPal. { $provider } tar ingen tvistavgift.
wallet-text-amazon-pay = Det är ett ärende hos Amazon Pay, inte ett kortärende: Amazon avgör det. Kortens regler gäller inte här.
wallet-open = Öppna ärendena hos { $wallet }
wallet-kind-chargeback = återkrav
wallet-kind-claim = anspråk

ways-title = Tre vägar härifrån
ways-talk = Prata med kunden
ways-talk-text = Kunden kan själv dra tillbaka fallet hos { $who }; då stängs det utan avgift.
ways-talk-paused = Under tiden pausar { $who } kundens betalningar.
ways-talk-mail = Skriv till: { $email }
ways-refund = Återbetala { $amount }
ways-refund-text = Exakt det som är omtvistat. Fallet stängs utan tvistavgift.
ways-refund-part = Exakt det som är omtvistat, av betalda { $whole }. En mindre återbetalning låter resten bli en återdebitering.
ways-refund-not = Det går inte att återbetala hos { $provider } nu.
ways-wait = Vänta
ways-wait-text = Den { $moment } blir det en återdebitering av sig självt: { $amount } och en avgift hålls inne, och då kan du svara, en gång.
ways-wait-undated = Det blir en återdebitering av sig självt: { $amount } och en avgift hålls inne, och då kan du svara, en gång.
return-title = En retur
return-text = Kunden har visat { $who } bevis på att varan skickats tillbaka: den är på väg, eller har kommit fram utan att återbetalas. Spårningen finns hos { $provider }, under ”Issuer evidence”. När paketet är på väg eller har kommit fram, återbetala senast { $moment }.
return-text-undated = Kunden har visat { $who } bevis på att varan skickats tillbaka: den är på väg, eller har kommit fram utan att återbetalas. Spårningen finns hos { $provider }, under ”Issuer evidence”. Återbetala när paketet är på väg eller har kommit fram.

escalated-title = Det blev en återdebitering { $date }
escalated-text = { $days ->
    [one] { $amount } och avgiften hålls inne, och en ny, kortare klocka går: en dag från dess. Det som sagts tidigare gäller inte här.
   *[other] { $amount } och avgiften hålls inne, och en ny, kortare klocka går: { $days } dagar från dess. Det som sagts tidigare gäller inte här.
}
closed-inquiry = Det slutade som förfrågan, utan tvistavgift. Det finns inget mer att göra här.
left-no-answer = Inget svar möjligt
appeal-title = Det här är överklagandet
appeal-text = Banken avslog svaret. Nu skickas bara det uttalande och de underlag som du lägger till här. Kortnätverket kan ta en avgift för överklagandet; { $provider } anger inget belopp i förväg.
by-no-answer = { $provider } tar inte emot något svar i det här fallet.
lost-no-answer = Det kom som förlorat: { $who } tillät inget svar. Inget hade kunnat skickas.
lost-reason-until = Till och med { $date } kan { $who } fortfarande ange skälet. Tvist tittar varje dag och visar det här.

klarna-reason-return = Retur
klarna-reason-goods-not-received = Varan inte mottagen
klarna-reason-already-paid = Redan betalt
klarna-reason-faulty-goods = Felaktig vara
klarna-reason-incorrect-invoice = Felaktig faktura
klarna-reason-high-risk-order = Riskfylld beställning
klarna-reason-unauthorized-purchase = Obehörigt köp
term-klarna-reason = Klarnas skäl
part-of = { $part } av { $whole }

consent-title = Att svara kostar { $fee }
consent-text = { $provider } tar ut { $fee }, eller lika mycket i din valuta, för kortnätverket en eller två dagar efter att du skickat, och ger tillbaka det om du vinner. Andra tvistavgifter tillkommer. Om du accepterar förlusten slipper du den.
consent-agree = Jag godkänner nätverksavgiften på { $fee }.
consent-there = Någon har redan godkänt avgiften hos { $provider }.

own-answer-title = { $provider } kan svara åt dig, om det går
own-answer-prefer-manual = Det du har lagt dit går ut, även ett utkast; finns inget, går { $provider }s eget svar ut, om det finns ett.
own-answer-prefer-smart-disputes = { $provider }s eget svar går ut om det finns ett, annars det du har lagt dit.
own-answer-smart-disputes = Bara { $provider }s eget svar går ut, om det finns ett, vad du än har lagt dit.
own-answer-other = Inställningen är ”{ $setting }”.
own-answer-on = Det skulle ske av sig självt nära sista dag, { $moment }.
own-answer-if = Alla fall uppfyller inte kraven. Går inget ut är fallet förlorat.
own-answer-share = { $provider } behåller { $percent } % av det som det egna svaret vinner.
own-answer-switch = Jag svarar själv
own-answer-switching = Ställer om…
own-answer-then = Om du ställer om går inget ut som du inte skickar.
own-answer-manual-title = Bara du svarar i det här fallet
own-answer-manual-text = { $provider } skickar inget av sig självt, inte ens när tiden går ut.
own-answer-unavailable-title = { $provider } har inget eget svar i det här fallet
own-answer-unavailable-text = Kontot är inställt så att det får svara, men här säger det sig inte kunna. Inget går ut som du inte skickar.
own-answer-switched = Omställt: bara det du skickar går ut.

ce3-title = Tidigare betalningar från samma köpare
ce3-lead = Två obestridda betalningar med samma kort kan visa att det var samma köpare (Visa Compelling Evidence 3.0): 120 till 364 dagar före den omtvistade betalningen, som Stripe räknar, eller 120 till 365 dagar före tvisten, som Visa räknar. Det { $provider } svarar avgör. Även det som uppfyller kraven kan avslås, så fyll i resten av fallet också.
ce3-part-disputed = Den omtvistade betalningen
ce3-part-first-earlier = Första tidigare betalningen
ce3-part-second-earlier = Andra tidigare betalningen
ce3-part-same = Lika i alla tre
    .hint = IP-adressen och en enhet, eller en av dem och adress, e-post eller kundnummer. Lämna tomt det som skiljer sig.
ce3-part-same-address = Samma leveransadress i alla tre
    .hint = Räknas bara när den är fullständig.
ce3-field-product-description = Vad den gällde
ce3-field-merchandise-or-services = Slag
ce3-field-charge = Betalningens id
    .hint = Som { $provider } visar det.
ce3-field-customer-purchase-ip = IP-adress
ce3-field-customer-device-fingerprint = Enhetens fingeravtryck
ce3-field-customer-device-id = Enhetens id
ce3-field-customer-email-address = E-postadress
ce3-field-customer-account-id = Kundnummer
ce3-field-line1 = Gata och nummer
ce3-field-line2 = Tillägg
ce3-field-postal-code = Postnummer
ce3-field-city = Ort
ce3-field-state = Delstat
ce3-field-country = Land, två bokstäver
ce3-choice-merchandise = Varor
ce3-choice-services = En tjänst
ce3-choice-none = Välj…
ce3-least = Minst { $count } tecken.
ce3-known = I den omtvistade betalningen: { $value }
ce3-take = Ta den
ce3-varies = De tre betalningarna har olika värden här. Det du skriver hamnar i alla.
ce3-short = Inte långt nog för att räknas.
ce3-missing = { $count ->
    [one] En sak saknas
   *[other] { $count } saker saknas
}
ce3-find = Hitta tidigare betalningar
ce3-finding = Letar…
ce3-found-none = Ingen tidigare betalning med det här kortet hittades.
ce3-found-more = Det finns fler betalningar från den tiden än vad som söktes igenom.
ce3-meets-before-payment = rätt ålder som Stripe räknar
ce3-meets-before-dispute = rätt ålder som Visa räknar
ce3-use-0 = Som första
ce3-use-1 = Som andra
ce3-ask = Fråga { $provider } om det uppfyller kraven
ce3-asking = Frågar…
ce3-ask-text = Uppgifterna läggs hos { $provider } utan att skickas; banken ser inget. Det är enda sättet att få veta.
ce3-status-qualified = { $provider } säger: kraven är uppfyllda
ce3-status-qualified-text = Det följer med när du skickar svaret.
ce3-status-not-qualified = { $provider } säger: kraven är inte uppfyllda
ce3-status-not-qualified-text = Kontrollera de två betalningarna: samma kort, obestridda, av rätt ålder. Utan dem räknas resten av fallet.
ce3-status-requires-action = { $provider } säger: något saknas
ce3-status-other = { $provider } säger: { $status }
ce3-not-current = Det du uppger nu har inte visats för { $provider } än.
ce3-elsewhere = Sådana uppgifter har lagts hos { $provider } utanför Tvist. De följer med svaret, om du inte uppger egna här.
ce3-action-missing-customer-identifiers = Det som visar samma köpare i alla tre betalningarna
ce3-action-missing-disputed-transaction-description = Vad den omtvistade betalningen gällde
ce3-action-missing-merchandise-or-services = Om det var varor eller en tjänst
ce3-action-missing-prior-undisputed-transaction-description = Vad de tidigare betalningarna gällde
ce3-action-missing-prior-undisputed-transactions = Två tidigare betalningar
field-emptied = tas bort
field-yes = ja

problem-ce3-description-missing = Skriv vad den omtvistade betalningen gällde.
problem-ce3-kind-missing = Ange om det var varor eller en tjänst.
problem-ce3-payments-missing = Ange exakt två tidigare betalningar med samma kort.
problem-ce3-prior-description-missing = Skriv vad varje tidigare betalning gällde.
problem-ce3-no-match = Samma IP-adress och enhet, eller en av dem och samma adress, e-post eller kundnummer, måste stå i alla tre.
problem-ce3-not-offered = Leverantören erbjuder inte detta för fallet som det är nu.
problem-ce3-nothing-stated = Inget är uppgivet om tidigare betalningar än.
problem-manual-first = Leverantören kan själv skicka det som ligger där. Välj ”Jag svarar själv” först.
problem-file-repaired = En skadad PDF reparerades. Titta på varje sida.
problem-file-unlocked = En PDF hade begränsningar; kopian som skickas har inga.
problem-file-scripts-removed = Skript i en PDF utelämnas.
problem-file-attachments-removed = Filer som är bifogade inuti en PDF utelämnas.
problem-file-layers-removed = Lager som är avstängda i en PDF utelämnas.
problem-file-comments-removed = Kommentarer i en PDF utelämnas; deras ord lämnar inte datorn.
problem-file-marks-not-drawn = Markeringar i en PDF kunde inte ritas och syns inte. Skriv ut filen till en ny PDF.
problem-file-mail-attachments = Filer som är bifogade i ett mejl utelämnas. Lägg till dem för sig.
problem-file-fields-not-drawn = Ifyllda formulärfält syns inte. Skriv ut formuläret till en ny PDF.
problem-file-signature-lost = En PDF:s digitala signatur överlever inte: varje PDF skrivs om.
problem-file-missing-characters = Några tecken kan inte skrivas ut; en ruta står för vart och ett.

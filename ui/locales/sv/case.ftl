# A case: its head, timeline, evidence, and everything that can be done with it.

back-to-list = Tillbaka till listan
case-unreadable = Fallet kan inte visas
customer-unknown = Okänd kund
order-number = order { $order }
through = { $name }, { $stage }, via { $provider }
through-plain = { $stage } via { $provider }
an-inquiry = { $name }, förfrågan
bank = köparens bank
bank-through = köparens bank ({ $network })

row-missing = { $count ->
    [one] en sak saknas
   *[other] { $count } saker saknas
}
row-complete = klart att skicka
row-sent = skickat { $date }
row-unsettled = vi vet inte än om det kom fram
row-on-a-word = du såg att det kom fram; inte bevisat än
row-status-unknown = okänd status: { $status }
next-answer = svara
next-talk-to-customer = prata med kunden
next-refund-or-wait = återbetala eller vänta
next-wait = vänta
next-look = ta en titt
next-none = inget att göra

ring-days = { $count ->
    [one] dag
   *[other] dagar
}
ring-hours = { $count ->
    [one] tim
   *[other] tim
}
ring-minutes = min
ring-past = slut
ring-undated = Ingen känd tidsfrist
ring-sent = skickat
    .words = Skickat, väntar på beslut
ring-won = vunnet
    .words = Vunnet
ring-lost = förlorat
    .words = Förlorat
ring-over = stängt
    .words = Avslutat
left-days = { $count ->
    [one] { $count } dag kvar
   *[other] { $count } dagar kvar
}
left-hours = { $count ->
    [one] { $count } timme kvar
   *[other] { $count } timmar kvar
}
left-minutes = { $count ->
    [one] { $count } minut kvar
   *[other] { $count } minuter kvar
}
left-past = Tiden är ute
left-undated = Inget känt datum
due-label = Tidsfrist
your-time = { $moment } din tid
your-time-and-theirs = { $own } ({ $there }, { $zone })
by-answer = Svara senast { $moment }.
by-escalation = Det här blir en återdebitering { $moment }.
by-analysis-window = Begär analysen senast { $moment }.
by-undated = Leverantören anger inget datum. Titta på leverantörens egen sida.
deadline-assumed = Leverantören anger inget datum; det här antas enligt den vanliga regeln.
deadline-zone-assumed = Datumets tidszon är inte känd; det läses i den tidigaste som kan vara menad.
late-by-telephone = { $provider } tar emot sena fall bara per telefon; numret står på deras hjälpsidor.
documentation-elsewhere = Vilka underlag { $provider } begär står bara på deras egen sida; Tvist får inte veta det.
withdrawn-hint = Om kunden säger sig ha dragit tillbaka fallet: svara ändå, med kundens ord som underlag.
assumed = (Antas enligt den vanliga regeln.)
rule-one-answer = Bara ett svar tas emot, så skicka det komplett.
rule-talk-first = { $who } tar inte emot underlag än: prata med kunden, återbetala eller vänta.
silence-lost = Om du inget gör är fallet förlorat: { $amount } kommer inte tillbaka.
silence-escalates = Om du inget gör blir det ett återkrav: { $disputed } dras, som regel med en avgift, och då kan du svara.
silence-may-escalate = Om du inget gör kan det bli ett återkrav: { $disputed } skulle dras, som regel med en avgift.
silence-speaks = Tystnad kan räknas som ett medgivande, och ett sådant återkrav går knappast att vinna. Svara i varje fall, och snart.
silence-speaks-discover = Hos Discover går det då inte att bestrida alls.
silence-closes = Om inget mer händer avslutas fallet av sig självt, utan återkrav.
silence-provider-may-answer = Om du inget gör kan { $provider } svara åt dig, om det går. Går det inte är fallet förlorat: { $amount } kommer inte tillbaka.
silence-none = Inget mer hänger på dig.
silence-unknown = Vad som händer om du inget gör är inte känt. Räkna med datumet som det sista.

timeline = Tidslinje
rail-today = I dag
rail-past = klart
rail-now = här är vi
rail-future = väntas
rail-due-answer = Svar senast
rail-due-escalation = Blir återdebitering
rail-due-analysis-window = Fönstret stängs
about = cirka { $month }
history = { $count ->
    [one] Hela historiken, { $count } post
   *[other] Hela historiken, { $count } poster
}
source-provider = från leverantören
source-app = från den här appen
source-observed = sett vid en synkning
source-rule = enligt regeln
source-owner = din egen uppgift
source-assumed = antaget

on-a-word-title = Du såg att det kom fram
on-a-word-text = Du sa att det kom fram, men det som { $provider } visar väntar fortfarande på ett svar. Inget skickas en andra gång, och klockan syns tills { $provider } visar det.
on-a-word-back = Det finns inte där ändå
unsettled-title = Vi vet inte än om det kom fram
unsettled-text = Anslutningen bröts medan { $provider } tillfrågades. Inget skickas en andra gång. Titta igen så avgörs det genom läsning.
look-again = Titta igen
saw-ask = Jag har tittat där…
saw-title = Vad ser du hos { $provider }?
saw-text = Där läsning inte kan avgöra gäller ditt ord. Det sparas som ditt, med namn och tid, och skickar inget.
saw-arrived = Det finns där
saw-not-arrived = Det finns inte där
saw-reading = { $provider } läses först, för ”Det finns inte där” två gånger med tio sekunder emellan …
open-dashboard = Öppna hos { $provider }
look-there = Titta där du brukar se fallen hos { $provider }: Tvist känner ingen adress som leder dit.
vanished-title = { $provider } visar inte längre fallet
vanished-text = Det som var känt finns kvar. Titta på leverantörens egen sida.
status-unknown-title = En okänd status
status-unknown-text = { $provider } säger ”{ $status }”, som den här versionen inte känner. Titta på leverantörens egen sida; tidsfristen syns fortfarande.
kind-unknown-title = Ett okänt slags fall
kind-unknown-text = { $provider } kallar det något som den här versionen inte känner, så reglerna är inte heller kända. Inget oåterkalleligt erbjuds här. Titta på leverantörens egen sida; tidsfristen syns fortfarande.
came-back = Det kom tillbaka som återdebitering { $date }; det som sagts tidigare gäller inte här.
lost-title = Förlorat: { $amount } är borta
lost-no-reason = { $who } angav inget skäl.
lost-how-conceded = Du godtog det.
lost-how-nothing-sent = Inget svar skickades.
lost-how-nothing-sent-from-here = Inget svar skickades härifrån. Om något skickades på annat håll talar { $provider } inte om.
lost-how-answered = Svaret räckte inte.
lost-how-answered-by-provider = { $provider } svarade självt, och det räckte inte.
loss-word = Leverantörens ord för det: { $code }
won-title = Vunnet: { $amount } är ditt
won-text = Beslutet gick din väg. Pengarna kommer med nästa utbetalning.
closed-text = Här finns inget mer att göra.
waiting-title = Hos { $who } nu
waiting-text = Det finns inget att göra. Ett beslut tar oftast en till tre månader.

evidence = Det som avgör sådana fall
evidence-hint = Släpp filer var som helst på ärendet. Tvist gissar vad var och en visar; du säger om det stämmer.
carried-fields = Flera filer på samma plats sammanfogas till en PDF.
carried-one-document = Allt sammanfogas till en PDF, dina texter först.
carried-documents = Varje fil skickas som en egen PDF, i din ordning, dina texter först; filnamnen följer inte med.
evidence-sent = Det som samlades
evidence-unsent = Samlat här, aldrig skickat
evidence-locked = { $who } tar inte emot underlag nu. Du kan samla redan; det skickas bara om det blir en återdebitering.
add-files = Lägg till filer…
adding-files = Läser filerna…
undo = Ångra
redo = Gör om
drop-here = Släpp: det hamnar i ”{ $slot }”
drop-anywhere = Släpp: det hamnar i det här ärendet
decides = avgör de flesta fall
slot-filled = på plats
slot-empty = saknas
slot-guessed = än så länge en gissning
open-places = Var hör det här hemma?
open-places-hint = Inget säger vad de här visar. Välj en plats för var och en; till dess skulle de följa med som ”{ $place }”.
choose-place = Välj en plats…
guess = en gissning
guess-right = Det stämmer
guess-right-for = Det stämmer: { $name }
choose = Välj…
choose-for = Välj filer till { $slot }
move-file = Plats för { $name }
remove-file = Ta bort { $name }
more-slots = { $count ->
    [one] En plats till
   *[other] { $count } platser till
}
pages = { $count ->
    [one] { $count } sida
   *[other] { $count } sidor
}
characters = { $count ->
    [one] { $count } tecken av { NUMBER($limit) }
   *[other] { $count } tecken av { NUMBER($limit) }
}
character-count = { $count ->
    [one] { $count } tecken
   *[other] { $count } tecken
}
too-long = { $count ->
    [one] { $count } tecken; bara { NUMBER($limit) } tas emot
   *[other] { $count } tecken; bara { NUMBER($limit) } tas emot
}
meter-bytes = Storlek
meter-pages = Sidor
meter-of = { $value } av { $limit }
meter-advice = { $value }; råd: { $limit }
files-refused = { $count ->
    [one] En fil togs inte emot
   *[other] { $count } filer togs inte emot
}
facts-to-send = Uppgifter som följer med
facts-to-send-hint = Bara det du vet säkert. Ett tomt fält skickas inte.
stated-hint = Känt från betalningen; följer med om du inte skriver något annat.
goods = Vad som såldes
goods-physical = Varor som skickas
goods-digital = Något digitalt
goods-service = En tjänst

facts = Fakta
money = Pengar
term-reason = Skäl
term-code = Kod
term-stage = Skede
term-status = Status
term-provider-word = Leverantörens ord
term-paid = Betalt
term-email = E-post
term-card = Kort
term-amount = Belopp
term-reference = Referens
term-disputed = Omtvistat
term-fee = Avgift
term-at-risk = Kan förloras
term-time = Tid
term-request = Anrop
term-answered-by = Besvarat av
term-retrieval-reference = Terminalens referens
term-region = Region
term-recurring = Återkommande
term-presented-by = Angett med
term-fraud-report = Anmält bedrägeri
term-card-bank = Kortets bank
term-expires = Löper ut
term-wallet-case = Ärende hos { $wallet }
term-wallet-kind = Slag hos { $wallet }
answered-by-manual = dig
answered-by-smart-disputes = { $provider } självt
answered-by-not-submitted = ingen
region-domestic = inom ett land
region-intra = inom regionen
region-inter = mellan regioner
said-yes = ja
said-no = nej
stage-second-chargeback = Andra återkravet, besvaras som det första
read-again = Läs igen från { $provider }

progress = { $count ->
    [one] { $done } av { $count } på plats
   *[other] { $done } av { $count } på plats
}
draft-saved = utkast sparat { $time }
draft-saving = sparar…
draft-not-saved = Den senaste ändringen är inte sparad än. Tvist försöker igen vid nästa tangent.
foot-inquiry = { $who } tar inte emot underlag i en förfrågan. Återbetala, prata med kunden eller vänta.
foot-sent = Skickat { $moment }
see-sent = Vad som skickades
preview = Förhandsgranska
review-and-send = Granska och skicka…
act-accept = Godta förlusten…
act-refund = Återbetala…

preparing = Sätter ihop allt…
ask-submit = Skicka svaret till { $who }?
ask-accept = Godta förlusten?
ask-refund = Återbetala kunden?
keep-editing = Fortsätt ändra
confirm-submit = Skicka svaret
confirm-accept = Godta förlusten
confirm-refund = Återbetala kunden
altogether = Tillsammans
card-numbers = Kortnummer
card-numbers-none = inga hittade i texten
card-numbers-found = { $count ->
    [one] ett hittat
   *[other] { $count } hittade
}
card-numbers-unsearched = inte eftersökta, eftersom inget kan sättas ihop ännu
card-numbers-unread = { $count ->
    [one] en sida gick inte att läsa
   *[other] { $count } sidor gick inte att läsa
}
card-numbers-vouched = { $count ->
    [one] du har tittat på en av dem
   *[other] du har tittat på { $count } av dem
}
card-numbers-pictures = { $count ->
    [one] en bild har ingen tittat på
   *[other] { $count } bilder har ingen tittat på
}
place-page = { $file }, sida { $page }
place-pages = { $file }, sidorna { $pages }
look-open = Visa sidan
look-title = Sidan
black-out-open = Svärta över…
black-out-title = Svärta över det här?
black-out-text = Så skulle sidan se ut. Den blir en bild, så att inget ligger under det svarta. Varje kortnummer som hittades på den täcks. Ångra ger sidan tillbaka.
black-out-confirm = Svärta över
vouch-open = Titta på sidan…
vouch-title = Titta på sidan
vouch-text = Tvist kan inte läsa texten på den här sidan. Den skickas bara på ditt ord: du säger att den inte visar något helt kortnummer och ingen säkerhetskod. Ditt ord gäller filen som den är nu.
vouch-unseen = Sidan kan inte visas här. Öppna själva filen och titta på sida { $page } där.
vouch-confirm = Jag har tittat på sidan
blocked = { $count ->
    [one] En sak måste rättas först
   *[other] { $count } saker måste rättas först
}
advice = { $count ->
    [one] En sak att tänka på
   *[other] { $count } saker att tänka på
}
final-submit = Det här kan skickas en gång. Sedan kan ingen ändra det, inte ens { $provider }s support.
final-accept = Fallet avslutas som förlorat. Det går inte att ångra.
final-refund = Återbetalningen går till kunden genast. Den går inte att ångra.
counting-title = Skickas om { $seconds }
counting-text = Inget har skickats än. Du kan fortfarande ångra dig.
undo-send = Ångra
sending-title = Skickar…
sending-text = { $who } tillfrågas. Låt fönstret vara öppet.
outcome-accepted = Skickat
outcome-refused = Leverantören sa nej
outcome-blocked = Inget skickades
outcome-unknown = Vi vet inte än
outcome-not-arrived = Det kom inte fram
outcome-failed = Det gick inte
outcome-accepted-submit = { $who } har ditt svar nu. Kvittot finns med fallet.
outcome-accepted-accept = Fallet är avslutat som förlorat. Kvittot finns med fallet.
outcome-accepted-refund = Återbetalningen är på väg till kunden. Kvittot finns med fallet.
outcome-refused-text = { $provider } tog inte emot det, och inget ändrades där. Svaret:
outcome-blocked-text = En sista titt före sändning gav skäl att stanna. Inget ändrades hos { $provider }.
outcome-unknown-text = Anslutningen bröts innan { $provider } svarade. Det kan ha kommit fram. Inget skickas en andra gång; Tvist avgör det genom att läsa.
outcome-not-arrived-text = En läsning visade att { $provider } aldrig fick det. Du kan göra det igen.
request-id = Anrop { $id }
see-receipt = Visa kvittot

preview-title = Sidorna i ditt svar
preview-sub = { $count ->
    [one] { $count } sida som den skickas
   *[other] { $count } sidor som de skickas, i den här ordningen
}
preview-sub-files = { $count ->
    [one] { $count } sida ur dina egna filer
   *[other] { $count } sidor ur dina egna filer
}
preview-unpacked = Det här kan inte skickas som det är. Det här är dina egna filer, ännu inte sammanställda.
preview-texts = Texter vid sidan av filerna
preview-empty = Det finns inga filer än.
page-of = Sida { $page } av { $name }
page-picture = Bild av sida { $page }
page-unreadable = Sidan kan inte visas som bild.

receipts-title = Vad som skickades
receipts-sub = Sparat som det lämnade den här datorn.
note-read = Själva svaret gick förlorat; läsning av fallet visade att det kom fram.
note-answered-elsewhere = Fallet besvarades någon annanstans.
note-owner = Läsning kunde inte avgöra; detta är vad du såg på leverantörens egen sida.
note-late-proof = Det troddes ha gått förlorat; en senare läsning visade att det kom fram.
note-read-nothing = Två läsningar med en stund emellan visade inget av det: det kom aldrig fram.
note-refusal-read = Betaltjänsten nekade; läsning av ärendet visade inget av det.
note-refused-unread = Betaltjänsten nekade, men ärendet kunde inte läsas efteråt. Det kan ha kommit fram ändå.
note-refused-unclear = Betaltjänsten nekade, och läsning av ärendet kunde inte avgöra om det kom fram ändå.
note-turned-down = Betaltjänsten tog emot det, och sedan misslyckades det.
note-not-sent = Det lämnade aldrig den här datorn.
note-interrupted = Programmet avslutades medan det var på väg.
note-changed-meanwhile = Ärendet ändrades hos betaltjänsten i sista stund; inget skickades.
note-unreadable = Ärendet kunde inte läsas precis före sändningen; inget skickades.
note-upload-refused = Betaltjänsten nekade en fil; själva svaret skickades inte.
note-upload-failed = En fil kunde inte laddas upp; själva svaret skickades inte.
note-withdrawal-failed = En fil från ett tidigare försök kunde inte tas bort; inget skickades.
note-no-call = Betaltjänsten har inget sådant anrop för det här ärendet; inget skickades.
note-identified = Du angav dess id, och betaltjänsten känner till det.
receipt-refused = Vad betaltjänsten sade när den nekade
receipt-stated = Uppgivet av { $by }, { $moment }
receipts-none = Inget har skickats för det här fallet.
provider-answer = Leverantörens svar
term-buyer-document = Skattenummer
term-phone = Telefon
term-statement = På kontoutdraget
term-authentication = Autentisering
term-acquirer-reference = Inlösarens referens
term-other-reference = Annan referens
term-transaction = Transaktion
guess-title = Kanske: { $reason }
guess-none = Vad gäller det?
guess-stated = Du sade: { $reason }
guess-why = { $provider } anger ingen orsak, bara de här orden. Tvist gissar utifrån dem; du avgör, och checklistan följer.
guess-confirm = Det stämmer
guess-other = Eller det gäller
guess-change = Ändra till
guess-choose = Välj
returned-to-you = { $provider } skickade tillbaka ditt svar { $date }: något saknas. Svara igen före datumet här.
by-day = { $provider } anger dagen, { $day }, och ingen tid: Tvist räknar till dagens början, för säkerhets skull.
slot-documents = Dokument

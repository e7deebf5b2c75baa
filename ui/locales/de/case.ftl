# A case: its head, timeline, evidence, and everything that can be done with it.

back-to-list = Zurück zur Liste
case-unreadable = Dieser Fall kann nicht gezeigt werden
customer-unknown = Kunde nicht genannt
order-number = Bestellung { $order }
through = { $name }, { $stage }, über { $provider }
through-plain = { $stage } über { $provider }
an-inquiry = { $name }, Anfrage
bank = die Bank des Käufers
bank-through = die Bank des Käufers ({ $network })

row-missing = { $count ->
    [one] 1 Beleg fehlt
   *[other] { $count } Belege fehlen
}
row-complete = bereit zum Senden
row-sent = gesendet { $date }
row-unsettled = noch unbekannt, ob es ankam
row-on-a-word = Sie haben es dort gesehen; noch nicht bewiesen
row-status-unknown = unbekannter Status: { $status }
next-answer = antworten
next-talk-to-customer = mit dem Kunden sprechen
next-refund-or-wait = erstatten oder abwarten
next-wait = abwarten
next-look = nachsehen
next-none = nichts zu tun

ring-days = { $count ->
    [one] Tag
   *[other] Tage
}
ring-hours = { $count ->
    [one] Std.
   *[other] Std.
}
ring-minutes = Min.
ring-past = um
ring-undated = Keine Frist bekannt
ring-sent = weg
    .words = Gesendet, wartet auf die Entscheidung
ring-won = ja
    .words = Gewonnen
ring-lost = nein
    .words = Verloren
ring-over = zu
    .words = Abgeschlossen
left-days = { $count ->
    [one] Noch { $count } Tag
   *[other] Noch { $count } Tage
}
left-hours = { $count ->
    [one] Noch { $count } Stunde
   *[other] Noch { $count } Stunden
}
left-minutes = { $count ->
    [one] Noch { $count } Minute
   *[other] Noch { $count } Minuten
}
left-past = Frist vorbei
left-undated = Kein Termin bekannt
due-label = Frist
your-time = { $moment } Ihrer Zeit
your-time-and-theirs = { $own } ({ $there }, { $zone })
by-answer = Antworten Sie bis { $moment }.
by-escalation = Das wird am { $moment } zur Rückbuchung.
by-analysis-window = Fordern Sie die Analyse bis { $moment } an.
by-undated = Der Anbieter nennt keinen Termin. Sehen Sie auf seiner eigenen Seite nach.
deadline-assumed = Der Anbieter nennt keinen Termin; dieser ist nach der üblichen Regel angenommen.
deadline-zone-assumed = Die Zeitzone dieses Datums ist nicht bekannt; es wird in der frühesten gelesen, die gemeint sein kann.
late-by-telephone = { $provider } nimmt verspätete Fälle nur telefonisch an; die Nummer steht auf den Hilfeseiten.
documentation-elsewhere = Welche Unterlagen { $provider } verlangt, steht nur auf der eigenen Seite von { $provider }; Tvist erfährt es nicht.
withdrawn-hint = Sagt der Kunde, er habe den Fall zurückgezogen, antworten Sie trotzdem, mit seinen Worten als Nachweis.
assumed = (Nach der üblichen Regel angenommen.)
rule-one-answer = Nur eine Antwort wird angenommen, senden Sie sie also vollständig.
rule-talk-first = { $who } nimmt noch keine Belege an: sprechen Sie mit dem Kunden, erstatten Sie oder warten Sie ab.
silence-lost = Wenn Sie nichts tun, ist der Fall verloren: { $amount } kommen nicht zurück.
silence-escalates = Wenn Sie nichts tun, wird daraus eine Rückbuchung: { $disputed } werden eingezogen, in der Regel mit einer Gebühr, und dann können Sie antworten.
silence-may-escalate = Wenn Sie nichts tun, kann daraus eine Rückbuchung werden: { $disputed } würden eingezogen, in der Regel mit einer Gebühr.
silence-speaks = Schweigen kann als Zustimmung gelten, und eine solche Rückbuchung ist kaum zu gewinnen. Antworten Sie auf jeden Fall, und bald.
silence-speaks-discover = Bei Discover lässt sie sich dann gar nicht mehr anfechten.
silence-closes = Wenn nichts weiter geschieht, schließt sich der Fall von selbst, ohne Rückbuchung.
silence-provider-may-answer = Wenn Sie nichts tun, antwortet { $provider } vielleicht für Sie, wenn es möglich ist. Sonst ist der Fall verloren: { $amount } kommen nicht zurück.
silence-none = Nichts hängt mehr von Ihnen ab.
silence-unknown = Was geschieht, wenn Sie nichts tun, ist nicht bekannt. Nehmen Sie den Termin als den letzten.

timeline = Zeitleiste
rail-today = Heute
rail-past = erledigt
rail-now = hier sind wir
rail-future = erwartet
rail-due-answer = Antwort fällig
rail-due-escalation = Wird zur Rückbuchung
rail-due-analysis-window = Fenster schließt
about = etwa { $month }
history = { $count ->
    [one] Ganzer Verlauf, { $count } Eintrag
   *[other] Ganzer Verlauf, { $count } Einträge
}
source-provider = vom Anbieter
source-app = aus dieser App
source-observed = bei einem Abgleich gesehen
source-rule = nach der Regel
source-owner = Ihre eigene Angabe
source-assumed = angenommen

on-a-word-title = Sie haben es dort gesehen
on-a-word-text = Sie haben gesagt, dass es angekommen ist, aber was { $provider } zeigt, wartet noch auf eine Antwort. Nichts wird ein zweites Mal gesendet, und die Frist bleibt sichtbar, bis { $provider } es zeigt.
on-a-word-back = Es ist doch nicht dort
unsettled-title = Wir wissen noch nicht, ob es ankam
unsettled-text = Die Verbindung brach ab, während { $provider } gefragt wurde. Nichts wird ein zweites Mal gesendet. Sehen Sie noch einmal nach, dann klärt es sich durch Lesen.
look-again = Noch einmal nachsehen
saw-ask = Ich habe dort nachgesehen…
saw-title = Was sehen Sie bei { $provider }?
saw-text = Wo Lesen es nicht klären kann, gilt Ihr Wort. Es wird als Ihres aufbewahrt, mit Name und Zeit, und sendet nichts.
saw-arrived = Es ist dort
saw-not-arrived = Es ist nicht dort
saw-reading = Zuerst wird bei { $provider } gelesen, für „Es ist nicht dort“ zweimal im Abstand von zehn Sekunden …
open-dashboard = Bei { $provider } öffnen
look-there = Sehen Sie dort nach, wo Sie die Fälle von { $provider } sonst sehen: Tvist kennt keine Adresse, die dorthin führt.
vanished-title = { $provider } zeigt diesen Fall nicht mehr
vanished-text = Was bekannt war, bleibt erhalten. Sehen Sie auf der Seite des Anbieters nach.
status-unknown-title = Ein unbekannter Status
status-unknown-text = { $provider } sagt „{ $status }“, was diese Version nicht kennt. Sehen Sie auf der Seite des Anbieters nach; die Frist bleibt im Blick.
kind-unknown-title = Eine unbekannte Art von Fall
kind-unknown-text = { $provider } nennt ihn etwas, was diese Version nicht kennt; so sind auch seine Regeln nicht bekannt. Unwiderrufliches wird hier nicht angeboten. Sehen Sie auf der Seite des Anbieters nach; die Frist bleibt im Blick.
came-back = Er kam am { $date } als Rückbuchung zurück; was vorher gesagt wurde, zählt hier nicht.
lost-title = Verloren: { $amount } sind weg
lost-no-reason = { $who } nannte keinen Grund.
lost-how-conceded = Sie haben ihn akzeptiert.
lost-how-nothing-sent = Es wurde keine Antwort gesendet.
lost-how-nothing-sent-from-here = Von hier wurde keine Antwort gesendet. Ob anderswo eine gesendet wurde, sagt { $provider } nicht.
lost-how-answered = Die Antwort reichte nicht.
lost-how-answered-by-provider = { $provider } hat selbst geantwortet, und es reichte nicht.
loss-word = Das Wort des Anbieters dafür: { $code }
won-title = Gewonnen: { $amount } gehören Ihnen
won-text = Die Entscheidung fiel für Sie. Das Geld kommt mit der nächsten Auszahlung.
closed-text = Hier ist nichts mehr zu tun.
waiting-title = Liegt jetzt vor: { $who }
waiting-text = Es ist nichts zu tun. Eine Entscheidung dauert meist ein bis drei Monate.

evidence = Was solche Fälle gewinnt
evidence-hint = Legen Sie Dateien irgendwo auf diesem Fall ab. Tvist vermutet, was jede zeigt; Sie sagen, ob das stimmt.
carried-fields = Mehrere Dateien am selben Platz werden zu einem PDF verbunden.
carried-one-document = Alles wird zu einem PDF verbunden, Ihre Texte zuerst.
carried-documents = Jede Datei geht als eigenes PDF hinaus, in Ihrer Reihenfolge, Ihre Texte zuerst; Dateinamen gehen nicht mit.
evidence-sent = Was gesammelt wurde
evidence-unsent = Hier gesammelt, nie gesendet
evidence-locked = { $who } nimmt jetzt keine Belege an. Sie können schon sammeln; gesendet wird nur, wenn daraus eine Rückbuchung wird.
add-files = Dateien hinzufügen…
adding-files = Dateien werden gelesen…
undo = Rückgängig
redo = Wiederholen
drop-here = Loslassen: es kommt zu „{ $slot }“
drop-anywhere = Loslassen: es kommt in diesen Fall
decides = entscheidet die meisten Fälle
slot-filled = vorhanden
slot-empty = fehlt
slot-guessed = bisher nur vermutet
open-places = Wohin gehört das?
open-places-hint = Nichts sagt, was diese Dateien zeigen. Wählen Sie für jede einen Platz; bis dahin gingen sie als „{ $place }“ mit.
choose-place = Platz wählen…
guess = vermutet
guess-right = Stimmt
guess-right-for = Stimmt: { $name }
choose = Wählen…
choose-for = Dateien wählen für { $slot }
move-file = Platz von { $name }
remove-file = { $name } entfernen
more-slots = { $count ->
    [one] Ein weiterer Platz
   *[other] { $count } weitere Plätze
}
pages = { $count ->
    [one] { $count } Seite
   *[other] { $count } Seiten
}
characters = { $count ->
    [one] { $count } Zeichen von { NUMBER($limit) }
   *[other] { $count } Zeichen von { NUMBER($limit) }
}
character-count = { $count ->
    [one] { $count } Zeichen
   *[other] { $count } Zeichen
}
too-long = { $count ->
    [one] { $count } Zeichen; nur { NUMBER($limit) } werden angenommen
   *[other] { $count } Zeichen; nur { NUMBER($limit) } werden angenommen
}
meter-bytes = Größe
meter-pages = Seiten
meter-of = { $value } von { $limit }
meter-advice = { $value }; Empfehlung: { $limit }
files-refused = { $count ->
    [one] Eine Datei wurde nicht angenommen
   *[other] { $count } Dateien wurden nicht angenommen
}
facts-to-send = Angaben, die mitgehen
facts-to-send-hint = Nur was Sie sicher wissen. Ein leeres Feld wird nicht gesendet.
stated-hint = Aus der Zahlung bekannt; geht mit, wenn Sie nichts anderes schreiben.
goods = Was verkauft wurde
goods-physical = Ware, die versandt wird
goods-digital = Etwas Digitales
goods-service = Eine Dienstleistung

facts = Fakten
money = Geld
term-reason = Grund
term-code = Code
term-stage = Phase
term-status = Status
term-provider-word = Wort des Anbieters
term-paid = Bezahlt
term-email = E-Mail
term-card = Karte
term-amount = Betrag
term-reference = Referenz
term-disputed = Strittig
term-fee = Gebühr
term-at-risk = Kann verloren gehen
term-time = Zeit
term-request = Anfrage
term-answered-by = Beantwortet von
term-retrieval-reference = Abrufreferenz
term-region = Region
term-recurring = Wiederkehrend
term-presented-by = Angegeben mit
term-fraud-report = Gemeldeter Betrug
term-card-bank = Bank der Karte
term-expires = Läuft ab
term-wallet-case = Fall bei { $wallet }
term-wallet-kind = Art bei { $wallet }
answered-by-manual = Ihnen
answered-by-smart-disputes = { $provider } selbst
answered-by-not-submitted = niemandem
region-domestic = innerhalb eines Landes
region-intra = innerhalb der Region
region-inter = zwischen Regionen
said-yes = ja
said-no = nein
stage-second-chargeback = Zweite Rückbuchung, wird wie die erste beantwortet
read-again = Noch einmal bei { $provider } lesen

progress = { $count ->
    [one] { $done } von { $count } vorhanden
   *[other] { $done } von { $count } vorhanden
}
draft-saved = Entwurf gespeichert { $time }
draft-saving = wird gespeichert…
draft-not-saved = Die letzte Änderung ist noch nicht gespeichert. Tvist versucht es bei der nächsten Taste wieder.
foot-inquiry = { $who } nimmt bei einer Anfrage keine Belege an. Erstatten Sie, sprechen Sie mit dem Kunden oder warten Sie ab.
foot-sent = Gesendet { $moment }
see-sent = Was gesendet wurde
preview = Vorschau
review-and-send = Prüfen und senden…
act-accept = Verlust akzeptieren…
act-refund = Erstatten…

preparing = Wird zusammengestellt…
ask-submit = Diese Antwort senden an { $who }?
ask-accept = Den Verlust akzeptieren?
ask-refund = Dem Kunden erstatten?
keep-editing = Weiter bearbeiten
confirm-submit = Antwort senden
confirm-accept = Verlust akzeptieren
confirm-refund = Dem Kunden erstatten
altogether = Zusammen
card-numbers = Kartennummern
card-numbers-none = im Text keine gefunden
card-numbers-found = { $count ->
    [one] eine gefunden
   *[other] { $count } gefunden
}
card-numbers-unsearched = nicht gesucht, da sich noch nichts zusammenstellen lässt
card-numbers-unread = { $count ->
    [one] eine Seite war nicht lesbar
   *[other] { $count } Seiten waren nicht lesbar
}
card-numbers-vouched = { $count ->
    [one] eine davon haben Sie angesehen
   *[other] { $count } davon haben Sie angesehen
}
card-numbers-pictures = { $count ->
    [one] ein Bild wurde nicht angesehen
   *[other] { $count } Bilder wurden nicht angesehen
}
place-page = { $file }, Seite { $page }
place-pages = { $file }, Seiten { $pages }
look-open = Seite zeigen
look-title = Die Seite
black-out-open = Schwärzen…
black-out-title = Das schwärzen?
black-out-text = So sähe die Seite aus. Sie wird zu einem Bild, damit unter dem Schwarz nichts liegt. Jede Kartennummer, die darauf gefunden wurde, wird verdeckt. „Rückgängig“ bringt die Seite zurück.
black-out-confirm = Schwärzen
vouch-open = Seite ansehen…
vouch-title = Sehen Sie diese Seite an
vouch-text = Tvist kann den Text dieser Seite nicht lesen. Sie geht nur auf Ihr Wort hinaus: Sie sagen, dass sie keine volle Kartennummer und keinen Sicherheitscode zeigt. Ihr Wort gilt für diese Datei, wie sie jetzt ist.
vouch-unseen = Die Seite lässt sich hier nicht zeigen. Öffnen Sie die Datei selbst und sehen Sie dort Seite { $page } an.
vouch-confirm = Ich habe diese Seite angesehen
blocked = { $count ->
    [one] Etwas muss zuerst berichtigt werden
   *[other] { $count } Dinge müssen zuerst berichtigt werden
}
advice = { $count ->
    [one] Etwas zum Bedenken
   *[other] { $count } Dinge zum Bedenken
}
final-submit = Das kann einmal gesendet werden. Danach kann es niemand ändern, auch nicht der Support von { $provider }.
final-accept = Damit ist der Fall verloren. Das lässt sich nicht zurücknehmen.
final-refund = Die Erstattung geht sofort an den Kunden. Sie lässt sich nicht zurücknehmen.
counting-title = Wird gesendet in { $seconds }
counting-text = Noch wurde nichts gesendet. Sie können es noch zurücknehmen.
undo-send = Zurücknehmen
sending-title = Wird gesendet…
sending-text = { $who } wird gefragt. Bitte lassen Sie das Fenster offen.
outcome-accepted = Gesendet
outcome-refused = Der Anbieter hat abgelehnt
outcome-blocked = Nichts wurde gesendet
outcome-unknown = Wir wissen es noch nicht
outcome-not-arrived = Es kam nicht an
outcome-failed = Das ging nicht
outcome-accepted-submit = { $who } hat jetzt Ihre Antwort. Der Beleg liegt beim Fall.
outcome-accepted-accept = Der Fall ist als verloren abgeschlossen. Der Beleg liegt beim Fall.
outcome-accepted-refund = Die Erstattung ist auf dem Weg zum Kunden. Der Beleg liegt beim Fall.
outcome-refused-text = { $provider } hat es nicht angenommen, und dort hat sich nichts geändert. Die Antwort:
outcome-blocked-text = Ein letzter Blick vor dem Senden gab Grund anzuhalten. Bei { $provider } hat sich nichts geändert.
outcome-unknown-text = Die Verbindung brach ab, bevor { $provider } antwortete. Es kann angekommen sein. Nichts wird ein zweites Mal gesendet; Tvist klärt es durch Lesen.
outcome-not-arrived-text = Ein Nachlesen ergab, dass { $provider } es nie bekam. Sie können es noch einmal tun.
request-id = Anfrage { $id }
see-receipt = Beleg ansehen

preview-title = Die Seiten Ihrer Antwort
preview-sub = { $count ->
    [one] { $count } Seite, so wie sie hinausgeht
   *[other] { $count } Seiten, so wie sie hinausgehen, in dieser Reihenfolge
}
preview-sub-files = { $count ->
    [one] { $count } Seite Ihrer eigenen Dateien
   *[other] { $count } Seiten Ihrer eigenen Dateien
}
preview-unpacked = So kann das nicht gesendet werden. Das hier sind Ihre eigenen Dateien, noch nicht zusammengestellt.
preview-texts = Texte neben den Dateien
preview-empty = Es gibt noch keine Dateien.
page-of = Seite { $page } von { $name }
page-picture = Bild von Seite { $page }
page-unreadable = Diese Seite kann nicht als Bild gezeigt werden.

receipts-title = Was gesendet wurde
receipts-sub = Aufbewahrt, wie es diesen Computer verließ.
note-read = Die Antwort selbst ging verloren; das Lesen des Falls zeigte, dass es ankam.
note-answered-elsewhere = Der Fall wurde anderswo beantwortet.
note-owner = Lesen konnte es nicht klären; das haben Sie auf der Seite des Anbieters gesehen.
note-late-proof = Es galt als verloren; ein späteres Lesen bewies, dass es ankam.
note-read-nothing = Zweimaliges Lesen mit etwas Abstand zeigte nichts davon: Es kam nie an.
note-refusal-read = Der Anbieter lehnte ab; das Lesen der Anfechtung zeigte nichts davon.
note-refused-unread = Der Anbieter lehnte ab, aber die Anfechtung ließ sich danach nicht lesen. Es kann trotzdem angekommen sein.
note-refused-unclear = Der Anbieter lehnte ab, und das Lesen der Anfechtung konnte nicht klären, ob es trotzdem ankam.
note-turned-down = Der Anbieter nahm es an, danach schlug es fehl.
note-not-sent = Es hat diesen Computer nie verlassen.
note-interrupted = Das Programm endete, während es unterwegs war.
note-changed-meanwhile = Die Anfechtung änderte sich im letzten Moment beim Anbieter; nichts wurde gesendet.
note-unreadable = Die Anfechtung ließ sich unmittelbar vor dem Senden nicht lesen; nichts wurde gesendet.
note-upload-refused = Der Anbieter lehnte eine Datei ab; die Antwort selbst wurde nicht gesendet.
note-upload-failed = Eine Datei ließ sich nicht hochladen; die Antwort selbst wurde nicht gesendet.
note-withdrawal-failed = Eine Datei eines früheren Versuchs ließ sich nicht entfernen; nichts wurde gesendet.
note-no-call = Der Anbieter hat für diese Anfechtung keinen solchen Aufruf; nichts wurde gesendet.
note-identified = Sie haben die Kennung angegeben, und der Anbieter kennt sie.
receipt-refused = Was der Anbieter bei der Ablehnung sagte
receipt-stated = Angegeben von { $by }, { $moment }
receipts-none = Für diesen Fall wurde nichts gesendet.
provider-answer = Die Antwort des Anbieters
term-buyer-document = Steuernummer
term-phone = Telefon
term-statement = Auf dem Kontoauszug
term-authentication = Authentifizierung
term-acquirer-reference = Referenz des Acquirers
term-other-reference = Weitere Referenz
term-transaction = Transaktion
guess-title = Vielleicht: { $reason }
guess-none = Worum geht es?
guess-stated = Sie sagten: { $reason }
guess-why = { $provider } nennt keinen Grund, nur diese Worte. Tvist rät danach; Sie entscheiden, und die Checkliste folgt.
guess-confirm = Das stimmt
guess-other = Oder es geht um
guess-change = Ändern in
guess-choose = Wählen
returned-to-you = { $provider } hat Ihre Antwort am { $date } zurückgegeben: es fehlt etwas. Antworten Sie bis zum Datum hier erneut.
by-day = { $provider } nennt den Tag, { $day }, und keine Uhrzeit: Tvist zählt sicherheitshalber bis zu seinem Beginn.
slot-documents = Dokument

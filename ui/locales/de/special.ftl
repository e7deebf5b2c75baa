# Was nur manche Fälle haben: Anfragen ohne Belege, Zustimmung zu einer Gebühr, eigene Antworten des Anbieters, frühere Zahlungen.

test-case = Testfall
test-case-hint = Vom Anbieter zum Testen angelegt. Es fließt kein echtes Geld.
wallet-title = { $wallet } bearbeitet diesen Fall selbst
wallet-text-paypal = Schreiben Sie dem Kunden über PayPal. Gegen eine Entscheidung können Sie nur bei PayPal Einspruch einlegen. { $provider } nimmt keine Anfechtungsgebühr.
wallet-text-amazon-pay = Das ist ein Fall von Amazon Pay, nicht einer Karte: Amazon entscheidet ihn. Die Regeln für Karten gelten hier nicht.
wallet-open = Fälle bei { $wallet } öffnen
wallet-kind-chargeback = Rückbuchung
wallet-kind-claim = Reklamation

ways-title = Drei Wege von hier aus
ways-talk = Mit dem Kunden sprechen
ways-talk-text = Er kann den Fall bei { $who } selbst zurückziehen; dann endet er ohne Gebühr.
ways-talk-paused = Solange setzt { $who } die Zahlungen des Kunden aus.
ways-talk-mail = Schreiben Sie an: { $email }
ways-refund = { $amount } erstatten
ways-refund-text = Genau der strittige Betrag. Der Fall endet ohne Anfechtungsgebühr.
ways-refund-part = Genau der strittige Betrag, von { $whole } bezahlt. Bei einer kleineren Erstattung wird der Rest zur Rückbuchung.
ways-refund-not = Bei { $provider } ist jetzt keine Erstattung möglich.
ways-wait = Abwarten
ways-wait-text = Am { $moment } wird von selbst eine Rückbuchung daraus: { $amount } und eine Gebühr werden einbehalten, und dann können Sie antworten, einmal.
ways-wait-undated = Von selbst wird eine Rückbuchung daraus: { $amount } und eine Gebühr werden einbehalten, und dann können Sie antworten, einmal.
return-title = Eine Rücksendung
return-text = Der Kunde hat { $who } die Rücksendung nachgewiesen: Die Ware ist unterwegs, oder sie kam an und wurde nicht erstattet. Die Sendungsdaten stehen bei { $provider } unter „Issuer evidence“. Ist das Paket unterwegs oder angekommen, erstatten Sie bis { $moment }.
return-text-undated = Der Kunde hat { $who } die Rücksendung nachgewiesen: Die Ware ist unterwegs, oder sie kam an und wurde nicht erstattet. Die Sendungsdaten stehen bei { $provider } unter „Issuer evidence“. Erstatten Sie, wenn das Paket unterwegs oder angekommen ist.

escalated-title = Am { $date } wurde daraus eine Rückbuchung
escalated-text = { $days ->
    [one] { $amount } und die Gebühr sind einbehalten, und eine neue, kürzere Frist läuft: ein Tag ab da. Was vorher gesagt wurde, zählt hier nicht.
   *[other] { $amount } und die Gebühr sind einbehalten, und eine neue, kürzere Frist läuft: { $days } Tage ab da. Was vorher gesagt wurde, zählt hier nicht.
}
closed-inquiry = Er endete als Anfrage, ohne Anfechtungsgebühr. Hier ist nichts mehr zu tun.
left-no-answer = Keine Antwort möglich
appeal-title = Das ist der Einspruch
appeal-text = Die Bank hat die Antwort abgelehnt. Gesendet werden jetzt nur die Stellungnahme und die Belege, die Sie hier hinzufügen. Das Kartennetzwerk kann für den Einspruch eine Gebühr verlangen; { $provider } nennt vorab keinen Betrag.
by-no-answer = { $provider } nimmt zu diesem Fall keine Antwort an.
lost-no-answer = Er kam schon verloren an: { $who } ließ keine Antwort zu. Es hätte nichts gesendet werden können.
lost-reason-until = Bis { $date } kann { $who } den Grund noch nennen. Tvist sieht täglich nach und zeigt ihn hier.

klarna-reason-return = Rückgabe
klarna-reason-goods-not-received = Ware nicht erhalten
klarna-reason-already-paid = Bereits bezahlt
klarna-reason-faulty-goods = Fehlerhafte Ware
klarna-reason-incorrect-invoice = Falsche Rechnung
klarna-reason-high-risk-order = Risikoreiche Bestellung
klarna-reason-unauthorized-purchase = Nicht autorisierter Kauf
term-klarna-reason = Klarnas Grund
part-of = { $part } von { $whole }

consent-title = Die Antwort kostet { $fee }
consent-text = { $provider } berechnet { $fee } oder den Gegenwert in Ihrer Währung für das Kartennetzwerk, ein bis zwei Tage nach dem Senden, und gibt es bei Gewinn zurück. Andere Anfechtungsgebühren kommen hinzu. Wer den Verlust akzeptiert, vermeidet sie.
consent-agree = Ich stimme der Netzwerkgebühr von { $fee } zu.
consent-there = Dieser Gebühr wurde bei { $provider } schon zugestimmt.

own-answer-title = { $provider } antwortet vielleicht für Sie
own-answer-prefer-manual = Was Sie dort hinterlegt haben, geht hinaus, auch ein Entwurf; liegt nichts dort, geht die eigene Antwort von { $provider } hinaus, wenn es eine gibt.
own-answer-prefer-smart-disputes = Die eigene Antwort von { $provider } geht hinaus, wenn es eine gibt, sonst das, was Sie hinterlegt haben.
own-answer-smart-disputes = Nur die eigene Antwort von { $provider } geht hinaus, wenn es eine gibt, was immer Sie hinterlegt haben.
own-answer-other = Die Einstellung lautet „{ $setting }“.
own-answer-on = Das geschähe von selbst kurz vor der Frist, { $moment }.
own-answer-if = Nicht jeder Fall erfüllt die Bedingungen. Geht nichts hinaus, ist der Fall verloren.
own-answer-share = { $provider } behält { $percent } % von dem, was die eigene Antwort gewinnt.
own-answer-switch = Selbst antworten
own-answer-switching = Wird umgestellt…
own-answer-then = Danach geht nichts hinaus, was Sie nicht senden.
own-answer-manual-title = Nur Sie beantworten diesen Fall
own-answer-manual-text = { $provider } sendet nichts von selbst, auch nicht zum Fristende.
own-answer-unavailable-title = { $provider } hat für diesen Fall keine eigene Antwort
own-answer-unavailable-text = Das Konto erlaubt die eigene Antwort, aber hier ist sie nach eigener Auskunft nicht möglich. Nichts geht hinaus, was Sie nicht senden.
own-answer-switched = Umgestellt: nur was Sie senden, geht hinaus.

ce3-title = Frühere Zahlungen desselben Käufers
ce3-lead = Zwei unbestrittene Zahlungen mit derselben Karte können zeigen, dass es derselbe Käufer war (Visa Compelling Evidence 3.0): 120 bis 364 Tage vor der strittigen Zahlung, wie Stripe zählt, oder 120 bis 365 Tage vor der Anfechtung, wie Visa zählt. Was { $provider } antwortet, entscheidet. Auch was die Bedingungen erfüllt, kann abgelehnt werden; füllen Sie den übrigen Fall ebenfalls aus.
ce3-part-disputed = Die strittige Zahlung
ce3-part-first-earlier = Erste frühere Zahlung
ce3-part-second-earlier = Zweite frühere Zahlung
ce3-part-same = In allen dreien gleich
    .hint = Die IP-Adresse und ein Gerät, oder eines davon und Adresse, E-Mail oder Kundennummer. Was abweicht, bleibt leer.
ce3-part-same-address = In allen dreien dieselbe Lieferadresse
    .hint = Zählt nur, wenn sie vollständig ist.
ce3-field-product-description = Wofür sie war
ce3-field-merchandise-or-services = Art
ce3-field-charge = Kennung der Zahlung
    .hint = Wie { $provider } sie zeigt.
ce3-field-customer-purchase-ip = IP-Adresse
ce3-field-customer-device-fingerprint = Fingerabdruck des Geräts
ce3-field-customer-device-id = Gerätekennung
ce3-field-customer-email-address = E-Mail-Adresse
ce3-field-customer-account-id = Kundennummer
ce3-field-line1 = Straße und Hausnummer
ce3-field-line2 = Zusatz
ce3-field-postal-code = Postleitzahl
ce3-field-city = Ort
ce3-field-state = Bundesland
ce3-field-country = Land, zwei Buchstaben
ce3-choice-merchandise = Waren
ce3-choice-services = Eine Dienstleistung
ce3-choice-none = Wählen…
ce3-least = Mindestens { $count } Zeichen.
ce3-known = In der strittigen Zahlung: { $value }
ce3-take = Übernehmen
ce3-varies = Die drei Zahlungen haben hier verschiedene Werte. Was Sie schreiben, gilt für alle.
ce3-short = Nicht lang genug, um zu zählen.
ce3-missing = { $count ->
    [one] Eines fehlt
   *[other] { $count } Dinge fehlen
}
ce3-find = Frühere Zahlungen suchen
ce3-finding = Wird gesucht…
ce3-found-none = Keine frühere Zahlung dieser Karte gefunden.
ce3-found-more = Es gibt mehr Zahlungen aus dieser Zeit, als durchgesehen wurden.
ce3-meets-before-payment = richtiges Alter nach Stripe
ce3-meets-before-dispute = richtiges Alter nach Visa
ce3-use-0 = Als erste
ce3-use-1 = Als zweite
ce3-ask = { $provider } fragen, ob es genügt
ce3-asking = Wird gefragt…
ce3-ask-text = Die Angaben werden bei { $provider } hinterlegt und nicht gesendet; die Bank sieht nichts. Nur so lässt es sich erfahren.
ce3-status-qualified = { $provider } sagt: es genügt
ce3-status-qualified-text = Es geht mit, wenn Sie die Antwort senden.
ce3-status-not-qualified = { $provider } sagt: es genügt nicht
ce3-status-not-qualified-text = Prüfen Sie die beiden Zahlungen: dieselbe Karte, unbestritten, im richtigen Alter. Ohne sie zählt der übrige Fall.
ce3-status-requires-action = { $provider } sagt: etwas fehlt
ce3-status-other = { $provider } sagt: { $status }
ce3-not-current = Was Sie jetzt angeben, wurde { $provider } noch nicht gezeigt.
ce3-elsewhere = Solche Angaben wurden außerhalb von Tvist bei { $provider } hinterlegt. Sie gehen mit der Antwort mit, wenn Sie hier keine eigenen machen.
ce3-action-missing-customer-identifiers = Was in allen drei Zahlungen denselben Käufer zeigt
ce3-action-missing-disputed-transaction-description = Wofür die strittige Zahlung war
ce3-action-missing-merchandise-or-services = Ob es Waren oder eine Dienstleistung war
ce3-action-missing-prior-undisputed-transaction-description = Wofür die früheren Zahlungen waren
ce3-action-missing-prior-undisputed-transactions = Zwei frühere Zahlungen
field-emptied = wird entfernt
field-yes = ja

problem-ce3-description-missing = Schreiben Sie, wofür die strittige Zahlung war.
problem-ce3-kind-missing = Geben Sie an, ob es Waren oder eine Dienstleistung war.
problem-ce3-payments-missing = Nennen Sie genau zwei frühere Zahlungen derselben Karte.
problem-ce3-prior-description-missing = Schreiben Sie, wofür jede frühere Zahlung war.
problem-ce3-no-match = Dieselbe IP-Adresse und dasselbe Gerät, oder eines davon und dieselbe Adresse, E-Mail oder Kundennummer, müssen in allen dreien stehen.
problem-ce3-not-offered = Der Anbieter bietet das für den Fall, wie er jetzt steht, nicht an.
problem-ce3-nothing-stated = Zu früheren Zahlungen ist noch nichts angegeben.
problem-manual-first = Der Anbieter könnte von selbst senden, was dort liegt. Wählen Sie zuerst „Selbst antworten“.
problem-file-repaired = Ein beschädigtes PDF wurde repariert. Sehen Sie jede Seite an.
problem-file-unlocked = Ein PDF war eingeschränkt; die gesendete Kopie ist es nicht.
problem-file-scripts-removed = Skripte in einem PDF entfallen.
problem-file-attachments-removed = Dateien, die in einem PDF stecken, entfallen.
problem-file-layers-removed = Ausgeschaltete Ebenen eines PDF entfallen.
problem-file-comments-removed = Kommentare in einem PDF entfallen; ihre Worte werden nicht gesendet.
problem-file-marks-not-drawn = Markierungen in einem PDF ließen sich nicht zeichnen und sind nicht zu sehen. Drucken Sie die Datei in ein neues PDF.
problem-file-mail-attachments = Anhänge einer E-Mail entfallen. Fügen Sie sie einzeln hinzu.
problem-file-fields-not-drawn = Ausgefüllte Formularfelder sind nicht zu sehen. Drucken Sie das Formular in ein neues PDF.
problem-file-signature-lost = Die digitale Signatur eines PDF geht verloren: Jedes PDF wird neu geschrieben.
problem-file-missing-characters = Einige Zeichen lassen sich nicht drucken; für jedes steht ein Kästchen.

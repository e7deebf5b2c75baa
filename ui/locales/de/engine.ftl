# Texte, die der Kern selbst formuliert: Zeitlinien in `tvist`, Erinnerungen, Gründe eines Verlusts.

timeline-payment = Zahlung
timeline-opened = Fall eröffnet
timeline-escalated = Wurde zur Rückbuchung
timeline-returned = Kam für eine weitere Antwort zurück
timeline-status-changed = Status geändert
timeline-deadline-changed = Frist geändert
timeline-amount-changed = Betrag geändert
timeline-money-taken = Geld eingezogen
timeline-money-returned = Geld zurückgegeben
timeline-fee-taken = Gebühr eingezogen
timeline-fee-returned = Gebühr zurückgegeben
timeline-loss-reason-arrived = Grund des Verlusts eingetroffen
timeline-answered-elsewhere = Außerhalb von Tvist beantwortet
timeline-vanished = Beim Anbieter nicht mehr gelistet
timeline-contradiction = Der Anbieter widerspricht sich
timeline-sent = Antwort gesendet
timeline-accepted = Verlust akzeptiert
timeline-refunded = Erstattet
timeline-refund-failed = Erstattung fehlgeschlagen
timeline-refused = Vom Anbieter abgelehnt
timeline-outcome-unknown = Ausgang noch nicht bekannt
timeline-not-arrived = Kam beim Anbieter nicht an
timeline-arrived-late = War doch angekommen
timeline-seen-arrived = Sie sahen es beim Anbieter
timeline-seen-missing = Sie sahen es beim Anbieter nicht
timeline-won = Gewonnen
timeline-lost = Verloren
timeline-closed = Geschlossen
timeline-deadline = Letzter Termin
timeline-silence = Schließt sich spätestens von selbst
timeline-decision = Entscheidung erwartet

loss-shipping-policy-violated = Die Versandrichtlinie wurde nicht eingehalten. Prüfen Sie sie und geben Sie Kunden klare Sendungsdaten.
loss-proof-of-delivery-inadequate = Der Zustellnachweis genügte nicht. Fügen Sie nächstes Mal den Nachweis des Zustellers mit Adresse und Datum bei.
loss-proof-of-delivery-missing = Ein Zustellnachweis fehlte. Fügen Sie nächstes Mal einen bei.
loss-customer-details-missing = Angaben zur Kundin oder zum Kunden fehlten. Nennen Sie nächstes Mal Name, Adresse und E-Mail-Adresse.
loss-accepted-by-merchant = Der Verlust wurde akzeptiert. Beginnt ein Fall als Anfrage, kostet eine Erstattung zu dieser Zeit keine Gebühr.
loss-not-countered = Es kam keine rechtzeitige Antwort. Antworten Sie beim nächsten Mal vor dem sicheren Tag.
loss-not-refunded = Die Zahlung wurde nicht oder nicht ganz erstattet. Erstatten Sie nächstes Mal, solange der Fall eine Anfrage ist.
loss-unspecified = Es wurde kein Grund genannt. Vergleichen Sie das Gesendete mit dem, was solche Fälle gewinnt, und senden Sie es beim nächsten Mal.
loss-unknown = Diesen Grund kennen wir nicht.

reminder-title = Eine Anfechtung braucht Sie
reminder-title-safe = Der letzte sichere Moment für eine Anfechtung ist da
reminder-title-many = { $count } Anfechtungen brauchen Sie
reminder-body = { $case }, { $amount }, { $provider }: { $act ->
    [answer] Antworten Sie
   *[other] Klären Sie das
 } sicherheitshalber bis { $safe }. Letzter Moment: { $deadline }.
reminder-body-late = { $case }, { $amount }, { $provider }: { $act ->
    [answer] Antworten Sie
   *[other] Klären Sie das
 } jetzt. Letzter Moment: { $deadline }.
reminder-body-over = { $case }, { $amount }, { $provider }: Der letzte Moment war { $deadline }. Sehen Sie nach, was noch möglich ist.

# When: words in the place of a date where there are some. At midnight the day that goes ends.
moment-today = heute, { $time } Uhr
moment-tomorrow = morgen, { $time } Uhr
moment-yesterday = gestern, { $time } Uhr
moment-day = { $weekday ->
    [mon] Mo.
    [tue] Di.
    [wed] Mi.
    [thu] Do.
    [fri] Fr.
    [sat] Sa.
   *[sun] So.
 }, { $day }. { $month ->
    [jan] Jan.
    [feb] Feb.
    [mar] März
    [apr] April
    [may] Mai
    [jun] Juni
    [jul] Juli
    [aug] Aug.
    [sep] Sept.
    [oct] Okt.
    [nov] Nov.
   *[dec] Dez.
 }, { $time } Uhr
moment-year = { $day }. { $month ->
    [jan] Jan.
    [feb] Feb.
    [mar] März
    [apr] April
    [may] Mai
    [jun] Juni
    [jul] Juli
    [aug] Aug.
    [sep] Sept.
    [oct] Okt.
    [nov] Nov.
   *[dec] Dez.
 } { $year }, { $time } Uhr
moment-end = 24:00

notice-more = und { $count } weitere
notice-practice = Übung: { $text }
notice-title-named = { $who }, { $amount }: Ihre Antwort ist fällig
notice-refused-title = Ein Konto braucht einen neuen Schlüssel
notice-refused-body = Der Anbieter nimmt den Schlüssel von { $account } nicht an. Bis er erneuert ist, bleiben neue Fälle und Änderungen dort ungesehen.
notice-stale-title = Ein Konto wurde länger nicht gelesen
notice-stale-body = { $account } kann nicht gelesen werden. Neue Fälle und Änderungen dort sind vielleicht ungesehen. Tvist versucht es weiter.
notice-warned-title = Eine Bank warnt vor Betrug: Eine Erstattung jetzt kann die Anfechtung verhindern
notice-warned-title-many = Banken warnen vor Betrug bei { $count } Zahlungen: Erstattungen jetzt können Anfechtungen verhindern
notice-warned-line = { $amount } bei { $provider }
notice-warned-unseen = Eine Zahlung bei { $provider }

calendar-title = { $provider }: letzter Termin für einen Zahlungsstreit, { $amount }
calendar-title-named = { $provider }: letzter Termin für einen Zahlungsstreit, { $name }, { $amount }
calendar-body = Fall { $case } bei { $provider }, { $amount }. Letzter Termin { $deadline } UTC, sicher bis { $safe } UTC.

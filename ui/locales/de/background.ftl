# The program without its window: closing, reminders, starting at login, what keeps the desk from being trusted.

warnings = Braucht Ihre Aufmerksamkeit
clock-ahead = Die Uhr dieses Computers geht vor, um { $unit ->
    [minutes] { $count ->
        [one] eine Minute
       *[other] { $count } Minuten
    }
    [hours] { $count ->
        [one] eine Stunde
       *[other] { $count } Stunden
    }
   *[days] { $count ->
        [one] einen Tag
       *[other] { $count } Tage
    }
}.
clock-behind = Die Uhr dieses Computers geht nach, um { $unit ->
    [minutes] { $count ->
        [one] eine Minute
       *[other] { $count } Minuten
    }
    [hours] { $count ->
        [one] eine Stunde
       *[other] { $count } Stunden
    }
   *[days] { $count ->
        [one] einen Tag
       *[other] { $count } Tage
    }
}.
clock-corrected = Die verbleibende Zeit wird berichtigt angezeigt. Bitte stellen Sie die Uhr.
clock-stops = Bis die Uhr gestellt ist, wird nichts gesendet.
account-refused = { $account }: Der Schlüssel gilt nicht mehr. Neue Fälle und Änderungen dort bleiben ungesehen, bis Sie ihn erneuern.
account-stale = { $account }: seit { $moment } nicht gelesen. Neue Fälle und Änderungen dort sind vielleicht ungesehen.
account-stale-never = { $account }: konnte noch nicht gelesen werden.

closing-title = Weiter über Ihre Fristen wachen?
closing-text = Tvist kann ohne Fenster weiterlaufen. Es liest Ihre Konten und erinnert Sie vor jedem letzten Termin.
closing-tray = Sie finden es im Infobereich.
closing-no-tray = Diese Arbeitsumgebung zeigt keine Symbole im Infobereich. Tvist erreicht Sie durch seine Mitteilungen; ein neuer Start bringt das Fenster zurück.
closing-later = Sie werden einmal gefragt. In den Einstellungen können Sie es jederzeit ändern.
closing-keep = Weiter wachen
closing-quit = Tvist beenden
closing-sending = Das Fenster bleibt, bis dies gesendet oder zurückgenommen ist. Schließen Sie es danach.
opening-sending = Dies wird zuerst gesendet oder zurückgenommen. Öffnen Sie danach, was Sie gewählt haben.

reminding = Erinnerungen
ladder = Erinnern, vor dem sicheren Termin
rung-days = { $count ->
    [one] 1 Tag vorher
   *[other] { $count } Tage vorher
}
rung-hours = { $count ->
    [one] 1 Stunde vorher
   *[other] { $count } Stunden vorher
}
rung-safe = Am sicheren Termin selbst, immer
rung-remove = Entfernen
rung-remove-name = Entfernen: { $rung }
rung-add = Erinnerung hinzufügen
rung-add-act = Hinzufügen
rung-unit = Tage oder Stunden
rung-unit-d = Tage vorher
rung-unit-h = Stunden vorher
rung-added = Hinzugefügt: { $rung }
rung-removed = Entfernt: { $rung }
ladder-usual = Zurück zu den üblichen Erinnerungen
ladder-usual-again = Es gelten wieder die üblichen Erinnerungen.
margin = Sicherer Termin vor dem letzten, in Stunden
margin-hint = Wie früh Sie fertig sein wollen.
margin-short = Dasselbe bei kurzen Fristen, in Stunden
margin-short-hint = Wo vom Anfang bis zum Ende weniger als vier Tage liegen.
quiet = Ruhezeit
quiet-from = Von
quiet-to = Bis
names-in-notices = Namen und Beträge in den Titeln der Mitteilungen zeigen, auch auf gesperrtem Bildschirm, und Namen im Menü des Infobereichs
reminders-pause = Erinnerungen bis morgen früh aussetzen
reminders-resume = Wieder erinnern
paused-until = Ausgesetzt bis { $moment }. Der letzte sichere Termin wird trotzdem gemeldet.

staying = Ohne das Fenster
on-closing = Wenn das Fenster geschlossen wird
on-closing-ask = Fragen
on-closing-keep = Weiter wachen
on-closing-quit = Tvist beenden
login-start = Bei der Anmeldung ohne Fenster starten
login-why = Ein eingeschalteter Computer wacht dann von selbst über Ihre Fristen.
notice-said = { $title }. { $body }

problem-clock-wrong = Die Uhr dieses Computers geht um mehr als einen Tag falsch. Stellen Sie sie, gleichen Sie ab und senden Sie dann.
error-login = Das Starten bei der Anmeldung lässt sich hier nicht einstellen. Das System lässt es nicht zu.
error-ladder-distance = Geben Sie eine ganze Zahl ein.
error-ladder-range = Eine Erinnerung kommt zwischen 30 Tagen und 1 Stunde vor dem sicheren Termin.
error-ladder-twice = Diese Erinnerung gibt es schon.
error-ladder-full = Es gibt höchstens acht Erinnerungen. Entfernen Sie zuerst eine.

# What the system shows for the program: the tray, notices, dialogs.

dialog-files = Dateien hinzufügen
dialog-credential = Schlüssel- oder Zertifikatsdatei wählen
dialog-save = Dokument speichern
tray-open = Tvist öffnen
tray-sync = Jetzt abgleichen
tray-quit = Beenden
tray-practice = Übung: nichts hier ist echt
tray-calm = Nichts ist fällig
tray-due = { $count ->
    [one] { $count } Fall wartet auf eine Antwort
   *[other] { $count } Fälle warten auf eine Antwort
}
tray-case = { $who } · { $amount } · { $left }
tray-left-days = { $count ->
    [one] noch { $count } Tag
   *[other] noch { $count } Tage
}
tray-left-hours = { $count ->
    [one] noch { $count } Stunde
   *[other] noch { $count } Stunden
}
tray-left-minutes = { $count ->
    [one] noch { $count } Minute
   *[other] noch { $count } Minuten
}
tray-left-none = die Frist ist abgelaufen
tray-warned = { $count ->
    [one] { $count } Zahlung wird vielleicht bald angefochten
   *[other] { $count } Zahlungen werden vielleicht bald angefochten
}
tray-refused = { $account }: braucht einen neuen Schlüssel
tray-stale = { $account }: länger nicht gelesen
tray-clock = Die Uhr dieses Computers geht falsch
tray-locked = Gesperrt: Tvist öffnen, um weiter zu wachen
tray-pause = Erinnerungen bis morgen früh aussetzen
tray-resume = Wieder erinnern (ausgesetzt bis { $until })
notice-open = Öffnen
notice-later = Später erinnern

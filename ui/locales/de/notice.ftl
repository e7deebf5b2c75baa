# What the system shows for the program: the tray, its dialogs.

dialog-files = Dateien hinzufügen
tray-open = Tvist öffnen
tray-sync = Jetzt abgleichen
tray-quit = Beenden
tray-calm = Nichts ist fällig
tray-due = { $count ->
    [one] { $count } Fall wartet auf eine Antwort
   *[other] { $count } Fälle warten auf eine Antwort
}

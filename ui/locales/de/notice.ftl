# The tray and the notices of the system.

tray-open = Tvist öffnen
tray-sync = Jetzt abgleichen
tray-quit = Beenden
tray-calm = Nichts ist fällig
tray-due = { $count ->
    [one] { $count } Fall wartet auf eine Antwort
   *[other] { $count } Fälle warten auf eine Antwort
}

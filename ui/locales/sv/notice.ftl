# The tray and the notices of the system.

tray-open = Öppna Tvist
tray-sync = Synka nu
tray-quit = Avsluta
tray-calm = Inget att besvara
tray-due = { $count ->
    [one] { $count } fall väntar på svar
   *[other] { $count } fall väntar på svar
}

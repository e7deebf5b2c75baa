# What the system shows for the program: the tray, its dialogs.

dialog-files = Lägg till filer
tray-open = Öppna Tvist
tray-sync = Synka nu
tray-quit = Avsluta
tray-calm = Inget att besvara
tray-due = { $count ->
    [one] { $count } fall väntar på svar
   *[other] { $count } fall väntar på svar
}

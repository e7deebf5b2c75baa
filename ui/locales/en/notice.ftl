# What the system shows for the program: the tray, its dialogs.

dialog-files = Add files
tray-open = Open Tvist
tray-sync = Sync now
tray-quit = Quit
tray-calm = Nothing is due
tray-due = { $count ->
    [one] { $count } case waits for an answer
   *[other] { $count } cases wait for an answer
}

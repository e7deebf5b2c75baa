# The tray and the notices of the system.

tray-open = Open Tvist
tray-sync = Sync now
tray-quit = Quit
tray-calm = Nothing is due
tray-due = { $count ->
    [one] { $count } case waits for an answer
   *[other] { $count } cases wait for an answer
}

# What the system shows for the program: the tray, notices, dialogs.

dialog-files = Add files
dialog-credential = Choose a key or certificate file
dialog-save = Save the document
tray-open = Open Tvist
tray-sync = Sync now
tray-quit = Quit
tray-practice = Practice: nothing here is real
tray-calm = Nothing is due
tray-due = { $count ->
    [one] { $count } case waits for an answer
   *[other] { $count } cases wait for an answer
}
tray-case = { $who } · { $amount } · { $left }
tray-left-days = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
tray-left-hours = { $count ->
    [one] { $count } hour left
   *[other] { $count } hours left
}
tray-left-minutes = { $count ->
    [one] { $count } minute left
   *[other] { $count } minutes left
}
tray-left-none = time is up
tray-warned = { $count ->
    [one] { $count } payment may be disputed soon
   *[other] { $count } payments may be disputed soon
}
tray-refused = { $account }: needs a new key
tray-stale = { $account }: not read for a while
tray-clock = This computer’s clock is off
tray-locked = Locked: open Tvist to go on watching
tray-pause = Pause reminders until tomorrow morning
tray-resume = Resume reminders (paused until { $until })
notice-open = Open
notice-later = Remind me later

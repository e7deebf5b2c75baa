# The program without its window: closing, reminders, starting at login, what keeps the desk from being trusted.

warnings = Needs your attention
clock-ahead = This computer’s clock is ahead by { $unit ->
    [minutes] { $count ->
        [one] one minute
       *[other] { $count } minutes
    }
    [hours] { $count ->
        [one] one hour
       *[other] { $count } hours
    }
   *[days] { $count ->
        [one] one day
       *[other] { $count } days
    }
}.
clock-behind = This computer’s clock is behind by { $unit ->
    [minutes] { $count ->
        [one] one minute
       *[other] { $count } minutes
    }
    [hours] { $count ->
        [one] one hour
       *[other] { $count } hours
    }
   *[days] { $count ->
        [one] one day
       *[other] { $count } days
    }
}.
clock-corrected = What is left until a date is shown corrected. Please set the clock.
clock-stops = Nothing is sent until the clock is set.
account-refused = { $account }: the key no longer works. New cases and changes there stay unseen until you renew it.
account-stale = { $account }: not read since { $moment }. New cases and changes there may be unseen.
account-stale-never = { $account }: could not be read yet.

closing-title = Keep watching your deadlines?
closing-text = Tvist can go on without its window. It reads your accounts and reminds you before each last date.
closing-tray = You find it in the tray.
closing-no-tray = This desktop shows no tray icons. Tvist reaches you by its notices, and starting it again brings the window back.
closing-later = You are asked once. Change it in Settings at any time.
closing-keep = Keep watching
closing-quit = Quit Tvist
closing-sending = The window stays until this is sent or taken back. Close it then.
opening-sending = This is sent or taken back first. Then open what you chose.

reminding = Reminders
ladder = Remind me, before the safe date
rung-days = { $count ->
    [one] 1 day before
   *[other] { $count } days before
}
rung-hours = { $count ->
    [one] 1 hour before
   *[other] { $count } hours before
}
rung-safe = At the safe date itself, always
rung-remove = Remove
rung-remove-name = Remove: { $rung }
rung-add = Add a reminder
rung-add-act = Add
rung-unit = Days or hours
rung-unit-d = days before
rung-unit-h = hours before
rung-added = Added: { $rung }
rung-removed = Removed: { $rung }
ladder-usual = Back to the usual reminders
ladder-usual-again = The usual reminders apply again.
margin = Safe date before the last one, in hours
margin-hint = How early you want to be done.
margin-short = The same for short deadlines, in hours
margin-short-hint = Where there are less than four days from start to end.
quiet = Quiet hours
quiet-from = From
quiet-to = To
names-in-notices = Show names and amounts in the titles of notices, also on a locked screen, and names in the tray’s menu
reminders-pause = Pause reminders until tomorrow morning
reminders-resume = Resume reminders
paused-until = Paused until { $moment }. The last safe date is told all the same.

staying = Without the window
on-closing = When the window is closed
on-closing-ask = Ask
on-closing-keep = Keep watching
on-closing-quit = Quit Tvist
login-start = Start at login, without a window
login-why = A computer that is on then watches your deadlines without being asked.
notice-said = { $title }. { $body }

problem-clock-wrong = This computer’s clock is more than a day off. Set it, sync, then send.
error-login = Starting at login can’t be switched here. The system refuses it.
error-ladder-distance = Enter a whole number.
error-ladder-range = A reminder comes 30 days to 1 hour before the safe date.
error-ladder-twice = This reminder is there already.
error-ladder-full = Eight reminders are the most. Remove one first.

# The page of deadlines, and the folder for calendar programs.

deadlines-agenda = Agenda
deadlines-today = Today
deadlines-today-is = Today, { $date }
deadlines-month-before = Earlier month
deadlines-month-after = Later month
deadlines-day = { $count ->
    [0] { $date }, nothing due
    [one] { $date }, { $count } deadline
   *[other] { $date }, { $count } deadlines
}
deadlines-day-today = Today, { $day }
deadlines-rest = { $count ->
    [one] { $count } more
   *[other] { $count } more
}
deadlines-safe = safe until { $day }, { $time }
deadlines-by-rule = by a documented rule
deadlines-by-assumed = assumed
deadlines-none = No case waits for you. New deadlines show up here by themselves.
deadlines-zone = Days and times as your computer has them: { $zone }.
deadlines-keys = The arrow keys move by day and week, Page Up and Page Down by month. Enter goes to the cases of the day.
no-date = no date

calendar-folder = Calendar
calendar-folder-why = Keeps a file with all deadlines and their alarms in a folder that your calendar program watches. It is off until you choose a folder.
calendar-choose = Choose a folder…
calendar-other = Another folder…
calendar-off = Stop and delete the file
calendar-names = Name buyers in the calendar
calendar-problem-folder = The file can't be written there. Is the folder still there, and may you write in it?
calendar-problem-not-ours = Something called { $file } is in this folder that Tvist didn’t write for you. Choose another folder, or move it away.
calendar-problem-slow = The folder does not answer. Reminders go on; the file is written once the folder answers.

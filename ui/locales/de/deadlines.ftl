# Die Seite mit den Fristen und der Ordner für Kalenderprogramme.

deadlines-agenda = Agenda
deadlines-today = Heute
deadlines-today-is = Heute, { $date }
deadlines-month-before = Früherer Monat
deadlines-month-after = Späterer Monat
deadlines-day = { $count ->
    [0] { $date }, nichts fällig
    [one] { $date }, { $count } Frist
   *[other] { $date }, { $count } Fristen
}
deadlines-day-today = Heute, { $day }
deadlines-rest = { $count ->
    [one] { $count } weitere
   *[other] { $count } weitere
}
deadlines-safe = sicher bis { $day }, { $time }
deadlines-by-rule = nach einer dokumentierten Regel
deadlines-by-assumed = angenommen
deadlines-none = Kein Fall wartet auf Sie. Neue Fristen erscheinen hier von selbst.
deadlines-zone = Tage und Zeiten, wie Ihr Computer sie hat: { $zone }.
deadlines-keys = Die Pfeiltasten gehen einen Tag oder eine Woche weiter, Bild auf und Bild ab einen Monat. Die Eingabetaste führt zu den Fällen des Tages.
no-date = kein Datum

calendar-folder = Kalender
calendar-folder-why = Hält eine Datei mit allen Fristen und ihren Erinnerungen in einem Ordner, den Ihr Kalenderprogramm beobachtet. Aus, bis Sie einen Ordner wählen.
calendar-choose = Ordner wählen…
calendar-other = Anderer Ordner…
calendar-off = Beenden und die Datei löschen
calendar-names = Käufer im Kalender nennen
calendar-problem-folder = Die Datei lässt sich dort nicht schreiben. Gibt es den Ordner noch, und dürfen Sie darin schreiben?
calendar-problem-not-ours = In diesem Ordner liegt etwas namens { $file }, das Tvist nicht für Sie geschrieben hat. Wählen Sie einen anderen Ordner oder verschieben Sie es.
calendar-problem-slow = Der Ordner antwortet nicht. Die Erinnerungen gehen weiter; die Datei wird geschrieben, sobald er antwortet.

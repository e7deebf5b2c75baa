# Einen Fall endgültig löschen.
erase-case = Fall löschen…
erase-title = Diesen Fall endgültig löschen?
erase-text = Alles, was Tvist auf diesem Computer zum Fall { $case } aufbewahrt, verschwindet: Angaben, Verlauf, Schreiben und Erinnerungen.
erase-files = { $count ->
    [one] { $count } Datei mit Nachweisen
   *[other] { $count } Dateien mit Nachweisen
}
erase-receipts = { $count ->
    [one] { $count } Beleg über Gesendetes
   *[other] { $count } Belege über Gesendetes
}
erase-analyses = { $count ->
    [one] { $count } Analyse, die dafür verlangt wurde
   *[other] { $count } Analysen, die dafür verlangt wurden
}
erase-final = Das lässt sich nicht rückgängig machen.
erase-not-now = Er kann jetzt nicht gelöscht werden
erase-confirm = Endgültig löschen
erase-done = Der Fall ist gelöscht.
problem-erase-open = Der Fall ist nicht beendet. Nur was beendet ist oder was der Anbieter nicht mehr kennt, kann gelöscht werden.
problem-erase-analysis-open = Über eine Analyse, die für diesen Fall verlangt wurde, ist noch nicht entschieden.
problem-erase-elsewhere = Frühere Sicherungen behalten ihn, ebenso Dateien, die Sie gespeichert oder exportiert haben, und der Anbieter.
problem-erase-numbers = Er fällt aus Ihren Zahlen und Exporten. Exportieren Sie zuerst, was Ihre Buchhaltung aufbewahren muss.
problem-erase-returns = Ein Fingerabdruck, der nichts über den Fall verrät, bleibt, damit er nicht wieder eingelesen wird. Öffnet der Anbieter ihn erneut, kommt er als neuer Fall zurück.

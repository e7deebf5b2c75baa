# Att radera ett ärende för gott.
erase-case = Radera ärendet…
erase-title = Radera ärendet för gott?
erase-text = Allt som Tvist har sparat om ärendet { $case } på den här datorn försvinner: uppgifter, historik, brev och påminnelser.
erase-files = { $count ->
    [one] { $count } fil med underlag
   *[other] { $count } filer med underlag
}
erase-receipts = { $count ->
    [one] { $count } kvitto på det som skickades
   *[other] { $count } kvitton på det som skickades
}
erase-analyses = { $count ->
    [one] { $count } analys som begärdes för det
   *[other] { $count } analyser som begärdes för det
}
erase-final = Det går inte att ångra.
erase-not-now = Det kan inte raderas nu
erase-confirm = Radera för gott
erase-done = Ärendet är raderat.
problem-erase-open = Ärendet är inte avslutat. Bara det som är avslutat, eller som leverantören inte längre känner till, kan raderas.
problem-erase-analysis-open = En analys som begärdes för ärendet är inte avgjord än.
problem-erase-elsewhere = Tidigare säkerhetskopior har det kvar, liksom filer som du har sparat eller exporterat, och leverantören.
problem-erase-numbers = Det försvinner ur dina siffror och exporter. Exportera först det som bokföringen måste ha kvar.
problem-erase-returns = Ett fingeravtryck som inget säger om ärendet blir kvar, så att det inte läses in igen. Öppnar leverantören det på nytt kommer det tillbaka som ett nytt ärende.

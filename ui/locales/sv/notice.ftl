# What the system shows for the program: the tray, notices, dialogs.

dialog-files = Lägg till filer
dialog-credential = Välj en nyckel- eller certifikatfil
dialog-save = Spara dokumentet
tray-open = Öppna Tvist
tray-sync = Synka nu
tray-quit = Avsluta
tray-practice = Övning: inget här är på riktigt
tray-calm = Inget att besvara
tray-due = { $count ->
    [one] { $count } fall väntar på svar
   *[other] { $count } fall väntar på svar
}
tray-case = { $who } · { $amount } · { $left }
tray-left-days = { $count ->
    [one] { $count } dag kvar
   *[other] { $count } dagar kvar
}
tray-left-hours = { $count ->
    [one] { $count } timme kvar
   *[other] { $count } timmar kvar
}
tray-left-minutes = { $count ->
    [one] { $count } minut kvar
   *[other] { $count } minuter kvar
}
tray-left-none = tiden är ute
tray-warned = { $count ->
    [one] { $count } betalning kan snart bestridas
   *[other] { $count } betalningar kan snart bestridas
}
tray-refused = { $account }: behöver en ny nyckel
tray-stale = { $account }: inte läst på ett tag
tray-clock = Datorns klocka går fel
tray-locked = Låst: öppna Tvist för att fortsätta bevaka
tray-pause = Pausa påminnelser till i morgon bitti
tray-resume = Återuppta påminnelser (pausade till { $until })
notice-open = Öppna
notice-later = Påminn mig senare

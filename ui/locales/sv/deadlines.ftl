# Sidan med sista dagar och mappen för kalenderprogram.

deadlines-agenda = Agenda
deadlines-today = I dag
deadlines-today-is = I dag, { $date }
deadlines-month-before = Tidigare månad
deadlines-month-after = Senare månad
deadlines-day = { $count ->
    [0] { $date }, inget att göra
    [one] { $date }, { $count } sista dag
   *[other] { $date }, { $count } sista dagar
}
deadlines-day-today = I dag, { $day }
deadlines-rest = { $count ->
    [one] { $count } till
   *[other] { $count } till
}
deadlines-safe = säkert till { $day }, { $time }
deadlines-by-rule = enligt en dokumenterad regel
deadlines-by-assumed = antaget
deadlines-none = Inget ärende väntar på dig. Nya sista dagar dyker upp här av sig själva.
deadlines-zone = Dagar och tider som din dator har dem: { $zone }.
deadlines-keys = Piltangenterna flyttar en dag eller en vecka, Page Up och Page Down en månad. Enter går till dagens ärenden.
no-date = inget datum

calendar-folder = Kalender
calendar-folder-why = Håller en fil med alla sista dagar och deras larm i en mapp som ditt kalenderprogram bevakar. Av tills du väljer en mapp.
calendar-choose = Välj en mapp…
calendar-other = En annan mapp…
calendar-off = Sluta och ta bort filen
calendar-names = Nämn köpare i kalendern
calendar-problem-folder = Filen kan inte skrivas där. Finns mappen kvar, och får du skriva i den?
calendar-problem-not-ours = I mappen finns något som heter { $file } och som Tvist inte har skrivit åt dig. Välj en annan mapp eller flytta det.
calendar-problem-slow = Mappen svarar inte. Påminnelserna fortsätter; filen skrivs när mappen svarar.

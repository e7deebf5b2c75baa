# The program without its window: closing, reminders, starting at login, what keeps the desk from being trusted.

warnings = Behöver din uppmärksamhet
clock-ahead = Datorns klocka går före med { $unit ->
    [minutes] { $count ->
        [one] en minut
       *[other] { $count } minuter
    }
    [hours] { $count ->
        [one] en timme
       *[other] { $count } timmar
    }
   *[days] { $count ->
        [one] ett dygn
       *[other] { $count } dygn
    }
}.
clock-behind = Datorns klocka går efter med { $unit ->
    [minutes] { $count ->
        [one] en minut
       *[other] { $count } minuter
    }
    [hours] { $count ->
        [one] en timme
       *[other] { $count } timmar
    }
   *[days] { $count ->
        [one] ett dygn
       *[other] { $count } dygn
    }
}.
clock-corrected = Tiden som återstår visas rättad. Ställ gärna klockan.
clock-stops = Inget skickas förrän klockan är ställd.
account-refused = { $account }: nyckeln fungerar inte längre. Nya ärenden och ändringar där syns inte förrän du förnyar den.
account-stale = { $account }: inte läst sedan { $moment }. Nya ärenden och ändringar där kan vara osedda.
account-stale-never = { $account }: har inte kunnat läsas än.

closing-title = Fortsätta bevaka dina sista dagar?
closing-text = Tvist kan fortsätta utan fönster. Då läses dina konton och du blir påmind före varje sista dag.
closing-tray = Du hittar Tvist i meddelandefältet.
closing-no-tray = Det här skrivbordet visar inga ikoner i meddelandefältet. Tvist når dig med sina notiser, och startar du programmet igen kommer fönstret tillbaka.
closing-later = Du blir tillfrågad en gång. Ändra det när som helst i Inställningar.
closing-keep = Fortsätt bevaka
closing-quit = Avsluta Tvist
closing-sending = Fönstret står kvar tills det här är skickat eller ångrat. Stäng det då.
opening-sending = Det här skickas eller ångras först. Öppna sedan det du valde.

reminding = Påminnelser
ladder = Påminn mig, före det säkra datumet
rung-days = { $count ->
    [one] 1 dag före
   *[other] { $count } dagar före
}
rung-hours = { $count ->
    [one] 1 timme före
   *[other] { $count } timmar före
}
rung-safe = Vid det säkra datumet självt, alltid
rung-remove = Ta bort
rung-remove-name = Ta bort: { $rung }
rung-add = Lägg till en påminnelse
rung-add-act = Lägg till
rung-unit = Dagar eller timmar
rung-unit-d = dagar före
rung-unit-h = timmar före
rung-added = Tillagd: { $rung }
rung-removed = Borttagen: { $rung }
ladder-usual = Tillbaka till de vanliga påminnelserna
ladder-usual-again = De vanliga påminnelserna gäller igen.
margin = Säkert datum före det sista, i timmar
margin-hint = Hur tidigt du vill vara klar.
margin-short = Detsamma för korta tidsfrister, i timmar
margin-short-hint = Där det är mindre än fyra dagar från början till slut.
quiet = Tysta timmar
quiet-from = Från
quiet-to = Till
names-in-notices = Visa namn och belopp i notisernas rubriker, även på låst skärm, och namn i meddelandefältets meny
reminders-pause = Pausa påminnelser till i morgon bitti
reminders-resume = Återuppta påminnelser
paused-until = Pausade till { $moment }. Det sista säkra datumet får du veta ändå.

staying = Utan fönstret
on-closing = När fönstret stängs
on-closing-ask = Fråga
on-closing-keep = Fortsätt bevaka
on-closing-quit = Avsluta Tvist
login-start = Starta vid inloggning, utan fönster
login-why = En dator som är på bevakar då dina sista dagar utan att du behöver göra något.
notice-said = { $title }. { $body }

problem-clock-wrong = Datorns klocka går mer än ett dygn fel. Ställ den, synka och skicka sedan.
error-login = Start vid inloggning kan inte ställas in här. Systemet tillåter det inte.
error-ladder-distance = Ange ett heltal.
error-ladder-range = En påminnelse kommer mellan 30 dagar och 1 timme före det säkra datumet.
error-ladder-twice = Den påminnelsen finns redan.
error-ladder-full = Det kan vara högst åtta påminnelser. Ta bort en först.

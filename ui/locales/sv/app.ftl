# The window around everything: places, lists, accounts, settings, news.

places = Platser
place-desk = Skrivbordet
    .counted = { $count ->
        [one] fall att besvara
       *[other] fall att besvara
    }
place-deadlines = Tidsfrister
    .counted = { $count ->
        [one] tidsfrist
       *[other] tidsfrister
    }
place-all = Alla tvister
    .counted = { $count ->
        [one] tvist
       *[other] tvister
    }
place-accounts = Konton
place-settings = Inställningar
accounts-heading = Konton

group-answer-now = Besvara nu
group-talk = Prata med kunden
group-waiting = Väntar på beslut
group-closed = Avslutade
due-past = Tiden är ute
due-undated = Inget känt datum
cases = { $count ->
    [one] { $count } fall
   *[other] { $count } fall
}
show-more = { $count ->
    [one] Visa { $count } till
   *[other] Visa { $count } till
}
loading = Läser…
desk-empty = Inget att besvara.
desk-empty-next = Inget att besvara. Nästa synkning kl. { $time }.
nothing-open = Välj ett fall i listan.

search-open = Sök namn, order, belopp
search-title = Hitta en tvist
search-found = Funna tvister
search-nothing = Inget hittades. Prova ett namn, ett ordernummer, ett belopp eller en referens.

sync-running = Läser från leverantörerna…
sync-offline = Ingen anslutning. Visar läget kl. { $time }.
sync-offline-never = Ingen anslutning. Inget har lästs än.
sync-never = Inte synkat än
synced-ago = { $count ->
    [0] Synkat nyss
    [one] Synkat för { $count } min sedan
   *[other] Synkat för { $count } min sedan
}
synced-at = Synkat kl. { $time }
sync-next = nästa { $time }
sync-now = Synka nu

practice-mark = Övning: inget här är på riktigt
practice-start = Öva först
practice-starting = Förbereder övningen…
practice-leave = Lämna övningen

welcome-title = Betaltvister, besvarade i tid
welcome-text = Tvist visar vad som brådskar, hjälper dig att samla underlag och skickar svaret en enda gång. Allt stannar på den här datorn.
welcome-add = Anslut ditt konto
welcome-add-text = Ange nyckeln från din leverantör. Dina tvister syns inom en minut.
welcome-practice = Se dig omkring först
welcome-practice-text = Öva med påhittade fall. Inget lämnar den här datorn och inget kostar pengar.
trust-keys = Dina nycklar stannar på datorn och skickas bara till den leverantör de hör till: i nyckelringen, och de som är för långa för den i den krypterade filen, vars nyckel ligger i nyckelringen.
trust-data = Dina fall ligger i en krypterad fil på den här datorn. Vi har ingen server.
trust-hosts = Dina nycklar skickas bara till de här servrarna:
trust-hosts-none = Det finns inget konto än, så Tvist talar inte med någon.
trust-hosts-handed = Filer kan också gå till och komma från en adress som leverantören lämnar ut för dem. Ingen nyckel skickas dit.
trust-title = Var dina uppgifter finns

health-title = Vad som gäller på den här datorn
health-checking = Tittar efter…
health-database-open = Dina uppgifter öppnas med sin nyckel.
health-database-none = Det finns inga uppgifter än.
health-database-missing = Datafilen saknas.
health-database-damaged = Datafilen är skadad.
health-database-no-key = Nyckelringen har inte nyckeln till dina uppgifter.
health-database-newer = En nyare version av Tvist har skrivit uppgifterna.
health-database-unusable = Dina uppgifter kan inte öppnas just nu.
health-keychain-open = Nyckelringen svarar.
health-keychain-locked = Nyckelringen är låst.
health-keychain-none = Ingen nyckelring svarar.
health-keychain-failing = Nyckelringen svarar med ett fel.
health-files-held = Dokument öppnas av en process som inte kommer åt dina filer.
health-files-open = Processen som öppnar dokument kan nå dina filer: det här systemet låter oss inte förbjuda det.
health-network-held = Den processen når inget nätverk och inget annat program.
health-network-open = Den processen skulle kunna nå nätverket: det här systemet låter oss inte förbjuda det.
health-syscalls-held = Den processen kan inte starta eller stoppa program.
health-syscalls-open = Den processen skulle kunna starta program: det här systemet låter oss inte förbjuda det.
health-dumps-off = Om Tvist kraschar skrivs dess minne inte till disken.
health-dumps-on = Om Tvist kraschar kan systemet skriva dess minne till disken.
health-dumps-unknown = Om en krasch skriver Tvists minne till disken avgör systemet.
health-clock-right = Klockan stämmer med betaltjänsternas.
health-clock-wrong = Klockan går mer än två minuter fel: ställ den.
health-clock-unknown = Klockan har inte jämförts med en betaltjänsts än.
health-freshness-fresh = { $account }: läses som planerat.
health-freshness-stale = { $account }: läsningarna har misslyckats ett tag.
health-freshness-refused = { $account }: betaltjänsten godtar inte nyckeln.
health-calendar-folder = Kalenderfilen kan inte skrivas i sin mapp och är inte aktuell. Påminnelserna fortsätter.
health-calendar-not-ours = I kalendermappen finns något med filens namn som inte är Tvists, så filen är inte aktuell. Påminnelserna fortsätter.
health-calendar-slow = Kalendermappen svarar inte, så filen där är inte aktuell. Påminnelserna fortsätter.
health-broke = { $times ->
    [one] En del av bevakningen gick sönder en gång den senaste månaden och började om.
   *[other] Delar av bevakningen gick sönder { $times } gånger den senaste månaden och började om.
}

account-label = Namn
account-label-hint = Vad du kallar butiken, till exempel Nordlys Shop.
add-account = Lägg till ett konto
add-account-title = Lägg till ett konto
add-account-sub = Det du anger kontrolleras först och förvaras sedan på datorn: i nyckelringen, eller, om det är för långt för den, i den krypterade filen vars nyckel ligger där.
right-dispute = Disputes: write
right-file = Files: write
right-charge = Charges and Refunds: write, eller read om du aldrig återbetalar härifrån
right-payment = PaymentIntents: read
right-event = Events: read
right-balance = Balance och dess transaktioner: read
right-warning = Early fraud warnings: read
right-customer = Customers: read, om du vill
connect = Anslut
connecting = Ansluter…
account-not-kept = Kontot lades inte till; nyckeln finns inte sparad någonstans.
account-added = Kontot är anslutet. Dina tvister läses in.
accounts-sub = Varje konto är en uppsättning nycklar hos en leverantör.
accounts-none = Inget konto än.
account-synced = senast läst { $moment }
account-never = aldrig läst än
environment-live = Skarp
environment-test = Test
account-good = I ordning
account-trouble = Den senaste synkningen misslyckades
account-known = Det som var känt syns fortfarande. Tvist försöker igen av sig självt.
check = Kontrollera
checking = Kontrollerar…
check-good = Anslutningen fungerar och ingen rättighet saknas.
check-missing = { $count ->
    [one] En rättighet saknas
   *[other] { $count } rättigheter saknas
}
check-missing-help = Ändra nyckeln hos leverantören och kontrollera igen.
right-needed = behövs
right-useful = bra att ha, inget krav
key-too-powerful = Den här nyckeln får göra mer än Tvist behöver. En begränsad nyckel vore säkrare.
clock-skew = { $minutes ->
    [one] Datorns klocka går en minut fel. Tidsfrister kan visas fel: ställ klockan.
   *[other] Datorns klocka går { $minutes } minuter fel. Tidsfrister kan visas fel: ställ klockan.
}
remove = Ta bort…
remove-title = Ta bort kontot?
remove-text = Nyckeln raderas från datorn och dess fall försvinner från skrivbordet. Inget ändras hos leverantören.
remove-confirm = Ta bort kontot
renew = Ny nyckel…
renew-text = { $provider } tillfrågas först om nyckeln känner till kontots fall. En nyckel till ett annat konto tas inte emot.
renew-go = Använd den här nyckeln
renew-kept = Den tidigare nyckeln gäller fortfarande.
renewed = Den nya nyckeln används nu.

language = Språk
as-system = Som systemet
theme = Utseende
theme-system = Som systemet
theme-light = Ljust
theme-dark = Mörkt
version = Tvist { $version }

keys-title = Tangenter
key-ctrl = Ctrl
key-enter = Retur
key-list = Gå i listan
key-open = Öppna fallet
key-search = Hitta vad som helst
key-files = Lägg till filer i fallet
key-undo = Ångra i utkastet
key-redo = Gör om i utkastet
key-review = Granska och skicka
key-back = Tillbaka till listan
key-help = Den här listan

keychain-missing = Tvist behöver en nyckelring
keychain-locked = Nyckelringen är låst
keychain-why = Nycklar, eller nyckeln till den krypterade fil där de och dina uppgifter ligger, förvaras i systemets nyckelring, aldrig öppet. Inget har ändrats.
keychain-missing-linux = Installera och starta en nyckelring, till exempel med: sudo apt install gnome-keyring. Logga sedan in igen. KeePassXC fungerar också, med Secret Service påslaget.
keychain-missing-mac = Öppna Nyckelhanterare och se efter att det finns en inloggningsnyckelring. Försök sedan igen.
keychain-missing-windows = Se efter att tjänsten ”Autentiseringshanteraren” körs. Försök sedan igen.
keychain-locked-linux = Lås upp den med ditt inloggningslösenord, till exempel i Lösenord och nycklar. Försök sedan igen.
keychain-locked-mac = Öppna Nyckelhanterare och lås upp inloggningsnyckelringen. Försök sedan igen.
keychain-locked-windows = Logga in i Windows igen. Försök sedan igen.
cannot-open = Tvist kan inte öppna sina uppgifter

try-again = Försök igen
cancel = Avbryt
close = Stäng
done = Klar
dismiss = Stäng
drop-nowhere = Släpp filer på ett ärende: det öppna, eller dess rad i listan.
drop-not-taken = Inget kan skickas i det här ärendet nu, så ingen fil tas emot.
drop-row-title = Lägga till i det här ärendet?
drop-row-text = { $count ->
    [one] En fil läggs
   *[other] { $count } filer läggs
} i ärendet för { $who } ({ $what }).
drop-row-add = Lägg till i ärendet
files-added = { $count ->
    [one] En fil lades till
   *[other] { $count } filer lades till
}

filter = Filter
filter-on = Filter ({ $count })
filter-any = Alla
filter-provider = Betaltjänst
filter-account = Konto
filter-stage = Skede
filter-status = Status
filter-reason = Orsak
filter-method = Betalsätt
filter-card = Kort
filter-references = Referenser (ARN, processnummer)
filter-orders = Ordernummer
filter-transactions = Transaktions-id
filter-charges = Debiterings-id
filter-provider-statuses = Betaltjänstens status
filter-created = Öppnat
filter-deadline = Sista svarsdag
filter-sent = Underlag skickat
filter-first = Från och med
filter-last = Till och med
filter-found = { $count ->
    [one] Ett ärende passar
   *[other] { $count } ärenden passar
}
filter-clear = Visa alla igen
filter-nothing = Inget ärende passar. Ta bort ett filter för att se fler.
error-not-days = Den sista dagen ligger före den första. Ändra en av dem.

# The window around everything: places, lists, accounts, settings, news.

places = Bereiche
place-desk = Schreibtisch
    .counted = { $count ->
        [one] Fall zu beantworten
       *[other] Fälle zu beantworten
    }
place-deadlines = Fristen
    .counted = { $count ->
        [one] Frist
       *[other] Fristen
    }
place-all = Alle Streitfälle
    .counted = { $count ->
        [one] Streitfall
       *[other] Streitfälle
    }
place-accounts = Konten
place-settings = Einstellungen
accounts-heading = Konten

group-answer-now = Jetzt antworten
group-talk = Mit dem Kunden sprechen
group-waiting = Wartet auf die Entscheidung
group-closed = Abgeschlossen
due-past = Frist vorbei
due-undated = Kein Termin bekannt
cases = { $count ->
    [one] { $count } Fall
   *[other] { $count } Fälle
}
show-more = { $count ->
    [one] { $count } weiteren zeigen
   *[other] { $count } weitere zeigen
}
loading = Wird gelesen…
desk-empty = Nichts ist fällig.
desk-empty-next = Nichts ist fällig. Nächster Abgleich um { $time }.
nothing-open = Wählen Sie einen Fall aus der Liste.

search-open = Name, Bestellung, Betrag suchen
search-title = Streitfall finden
search-found = Gefundene Streitfälle
search-nothing = Nichts gefunden. Versuchen Sie einen Namen, eine Bestellnummer, einen Betrag oder eine Referenz.

sync-running = Wird bei den Anbietern gelesen…
sync-offline = Keine Verbindung. Gezeigt wird der Stand von { $time }.
sync-offline-never = Keine Verbindung. Noch nichts wurde gelesen.
sync-never = Noch nicht abgeglichen
synced-ago = { $count ->
    [0] Gerade abgeglichen
    [one] Abgeglichen vor { $count } Min.
   *[other] Abgeglichen vor { $count } Min.
}
synced-at = Abgeglichen um { $time }
sync-next = nächster { $time }
sync-now = Jetzt abgleichen

practice-mark = Übung: nichts hier ist echt
practice-start = Erst üben
practice-starting = Übung wird vorbereitet…
practice-leave = Übung verlassen

welcome-title = Zahlungsstreitfälle, rechtzeitig beantwortet
welcome-text = Tvist zeigt, was fällig ist, hilft beim Sammeln der Belege und sendet Ihre Antwort ein einziges Mal. Alles bleibt auf diesem Computer.
welcome-add = Konto verbinden
welcome-add-text = Geben Sie den Schlüssel Ihres Anbieters ein. Ihre Fälle erscheinen in einer Minute.
welcome-practice = Erst umsehen
welcome-practice-text = Üben Sie mit erfundenen Fällen. Nichts verlässt diesen Computer und nichts kostet Geld.
trust-keys = Ihre Schlüssel bleiben auf diesem Computer und gehen nur an den Anbieter, zu dem sie gehören: im Schlüsselbund, und solche, die dafür zu lang sind, in der verschlüsselten Datei, deren Schlüssel im Schlüsselbund liegt.
trust-data = Ihre Fälle liegen in einer verschlüsselten Datei auf diesem Computer. Wir haben keinen Server.
trust-hosts = Ihre Schlüssel gehen nur an diese Server:
trust-hosts-none = Es gibt noch kein Konto; Tvist spricht mit niemandem.
trust-hosts-handed = Dateien können auch an eine Adresse gehen und von dort kommen, die der Anbieter dafür nennt. Dorthin geht kein Schlüssel.
trust-title = Wo Ihre Daten sind

health-title = Was auf diesem Computer gilt
health-checking = Wird geprüft…
health-database-open = Ihre Daten lassen sich mit ihrem Schlüssel öffnen.
health-database-none = Es gibt noch keine Daten.
health-database-missing = Die Datendatei fehlt.
health-database-damaged = Die Datendatei ist beschädigt.
health-database-no-key = Der Schlüsselbund hat den Schlüssel Ihrer Daten nicht.
health-database-newer = Eine neuere Version von Tvist hat die Daten geschrieben.
health-database-unusable = Ihre Daten lassen sich gerade nicht öffnen.
health-keychain-open = Der Schlüsselbund antwortet.
health-keychain-locked = Der Schlüsselbund ist gesperrt.
health-keychain-none = Kein Schlüsselbund antwortet.
health-keychain-failing = Der Schlüsselbund antwortet mit einem Fehler.
health-files-held = Dokumente öffnet ein Prozess, der nicht an Ihre Dateien kommt.
health-files-open = Der Prozess, der Dokumente öffnet, kann an Ihre Dateien: dieses System lässt uns das nicht verbieten.
health-network-held = Dieser Prozess erreicht kein Netz und kein anderes Programm.
health-network-open = Dieser Prozess könnte das Netz erreichen: dieses System lässt uns das nicht verbieten.
health-syscalls-held = Dieser Prozess kann keine Programme starten oder beenden.
health-syscalls-open = Dieser Prozess könnte Programme starten: dieses System lässt uns das nicht verbieten.
health-dumps-off = Stürzt Tvist ab, wird sein Speicher nicht auf die Platte geschrieben.
health-dumps-on = Stürzt Tvist ab, kann dieses System seinen Speicher auf die Platte schreiben.
health-dumps-unknown = Ob ein Absturz den Speicher von Tvist auf die Platte schreibt, entscheidet dieses System.
health-clock-right = Die Uhr stimmt mit denen der Anbieter überein.
health-clock-wrong = Die Uhr geht mehr als zwei Minuten falsch: stellen Sie sie.
health-clock-unknown = Die Uhr wurde noch nicht mit der eines Anbieters verglichen.
health-freshness-fresh = { $account }: wird wie geplant gelesen.
health-freshness-stale = { $account }: das Lesen schlägt seit einer Weile fehl.
health-freshness-refused = { $account }: der Anbieter nimmt den Schlüssel nicht an.
health-calendar-folder = Die Kalenderdatei lässt sich nicht in ihren Ordner schreiben und ist nicht aktuell. Die Erinnerungen gehen weiter.
health-calendar-not-ours = Im Kalenderordner liegt unter dem Namen der Datei etwas, das nicht von Tvist ist: Die Datei ist nicht aktuell. Die Erinnerungen gehen weiter.
health-calendar-slow = Der Kalenderordner antwortet nicht: Die Datei darin ist nicht aktuell. Die Erinnerungen gehen weiter.
health-broke = { $times ->
    [one] Ein Teil der Überwachung ist im letzten Monat einmal ausgefallen und hat neu begonnen.
   *[other] Teile der Überwachung sind im letzten Monat { $times }-mal ausgefallen und haben neu begonnen.
}

account-label = Name
account-label-hint = Wie Sie diesen Shop nennen, zum Beispiel Nordlys Shop.
add-account = Konto hinzufügen
add-account-title = Konto hinzufügen
add-account-sub = Was Sie eingeben, wird erst geprüft und dann auf diesem Computer aufbewahrt: im Schlüsselbund, oder, wenn es dafür zu lang ist, in der verschlüsselten Datei, deren Schlüssel dort liegt.
right-dispute = Disputes: write
right-file = Files: write
right-charge = Charges and Refunds: write, oder read, wenn Sie nie von hier erstatten
right-payment = PaymentIntents: read
right-event = Events: read
right-balance = Balance und ihre Transaktionen: read
right-warning = Early fraud warnings: read
right-customer = Customers: read, wenn Sie möchten
connect = Verbinden
connecting = Verbindet…
account-not-kept = Das Konto wurde nicht hinzugefügt; der Schlüssel ist nirgends gespeichert.
account-added = Das Konto ist verbunden. Ihre Streitfälle werden gelesen.
accounts-sub = Jedes Konto ist ein Satz Schlüssel bei einem Anbieter.
accounts-none = Noch kein Konto.
account-synced = zuletzt gelesen { $moment }
account-never = noch nie gelesen
environment-live = Echt
environment-test = Test
account-good = In Ordnung
account-trouble = Der letzte Abgleich ist gescheitert
account-known = Was bekannt war, bleibt sichtbar. Tvist versucht es von selbst wieder.
check = Prüfen
checking = Wird geprüft…
check-good = Die Verbindung steht, und kein Recht fehlt.
check-missing = { $count ->
    [one] Ein Recht fehlt
   *[other] { $count } Rechte fehlen
}
check-missing-help = Ändern Sie den Schlüssel beim Anbieter und prüfen Sie noch einmal.
right-needed = nötig
right-useful = nützlich, nicht nötig
key-too-powerful = Dieser Schlüssel darf mehr, als Tvist braucht. Ein eingeschränkter wäre sicherer.
clock-skew = { $minutes ->
    [one] Die Uhr dieses Computers geht eine Minute falsch. Fristen können falsch erscheinen: stellen Sie die Uhr.
   *[other] Die Uhr dieses Computers geht { $minutes } Minuten falsch. Fristen können falsch erscheinen: stellen Sie die Uhr.
}
remove = Entfernen…
remove-title = Dieses Konto entfernen?
remove-text = Der Schlüssel wird von diesem Computer gelöscht, und seine Fälle verlassen diesen Schreibtisch. Beim Anbieter ändert sich nichts.
remove-confirm = Konto entfernen
renew = Neuer Schlüssel…
renew-text = { $provider } wird zuerst gefragt, ob der Schlüssel die Fälle dieses Kontos kennt. Ein Schlüssel eines anderen Kontos wird nicht genommen.
renew-go = Diesen Schlüssel verwenden
renew-kept = Der bisherige Schlüssel bleibt.
renewed = Der neue Schlüssel ist in Gebrauch.

language = Sprache
as-system = Wie das System
theme = Aussehen
theme-system = Wie das System
theme-light = Hell
theme-dark = Dunkel
version = Tvist { $version }

keys-title = Tasten
key-ctrl = Strg
key-enter = Eingabe
key-list = In der Liste bewegen
key-open = Fall öffnen
key-search = Alles finden
key-files = Dateien zum Fall hinzufügen
key-undo = Im Entwurf rückgängig machen
key-redo = Im Entwurf wiederholen
key-review = Prüfen und senden
key-back = Zurück zur Liste
key-help = Diese Liste

keychain-missing = Tvist braucht einen Schlüsselbund
keychain-locked = Der Schlüsselbund ist gesperrt
keychain-why = Schlüssel, oder der Schlüssel der verschlüsselten Datei, in der sie und Ihre Daten liegen, sind im Schlüsselbund des Systems, nie offen. Nichts wurde verändert.
keychain-missing-linux = Installieren und starten Sie einen Schlüsselbund, zum Beispiel mit: sudo apt install gnome-keyring. Melden Sie sich dann neu an. KeePassXC geht auch, mit eingeschaltetem Secret Service.
keychain-missing-mac = Öffnen Sie die Schlüsselbundverwaltung und sehen Sie nach, ob es einen Anmelde-Schlüsselbund gibt. Versuchen Sie es dann wieder.
keychain-missing-windows = Sehen Sie nach, ob der Dienst „Anmeldeinformationsverwaltung“ läuft. Versuchen Sie es dann wieder.
keychain-locked-linux = Entsperren Sie ihn mit Ihrem Anmeldekennwort, zum Beispiel in „Passwörter und Verschlüsselung“. Versuchen Sie es dann wieder.
keychain-locked-mac = Öffnen Sie die Schlüsselbundverwaltung und entsperren Sie den Anmelde-Schlüsselbund. Versuchen Sie es dann wieder.
keychain-locked-windows = Melden Sie sich neu bei Windows an. Versuchen Sie es dann wieder.
cannot-open = Tvist kann seine Daten nicht öffnen

try-again = Noch einmal versuchen
cancel = Abbrechen
close = Schließen
done = Fertig
dismiss = Schließen
drop-nowhere = Legen Sie Dateien auf einem Fall ab: dem geöffneten oder seiner Zeile in der Liste.
drop-not-taken = In diesem Fall kann jetzt nichts gesendet werden, darum wird keine Datei angenommen.
drop-row-title = Zu diesem Fall hinzufügen?
drop-row-text = { $count ->
    [one] Eine Datei kommt
   *[other] { $count } Dateien kommen
} in den Fall von { $who } ({ $what }).
drop-row-add = Zu diesem Fall hinzufügen
files-added = { $count ->
    [one] Eine Datei hinzugefügt
   *[other] { $count } Dateien hinzugefügt
}

filter = Filter
filter-on = Filter ({ $count })
filter-any = Alle
filter-provider = Anbieter
filter-account = Konto
filter-stage = Stufe
filter-status = Status
filter-reason = Grund
filter-method = Zahlungsart
filter-card = Karte
filter-references = Referenzen (ARN, Vorgangsnummer)
filter-orders = Bestellnummern
filter-transactions = Transaktions-IDs
filter-charges = Belastungs-IDs
filter-provider-statuses = Status beim Anbieter
filter-created = Eröffnet
filter-deadline = Letzter Tag
filter-sent = Unterlagen gesendet
filter-first = Von
filter-last = Bis einschließlich
filter-found = { $count ->
    [one] Ein Fall passt
   *[other] { $count } Fälle passen
}
filter-clear = Wieder alle zeigen
filter-nothing = Kein Fall passt. Entfernen Sie einen Filter, um mehr zu sehen.
error-not-days = Der letzte Tag liegt vor dem ersten. Ändern Sie einen von beiden.

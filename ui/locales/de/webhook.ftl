# A provider's calls: receiving them here, and registering the address.

webhook-heading = Aufrufe von { $provider }
webhook-what = { $provider } kann eine Adresse aufrufen, wenn sich ein Fall ändert. Tvist fragt auch ohne das oft genug; es hilft, wo { $provider } diesen Computer erreicht.
webhook-listen = Lauschen an
webhook-listen-hint = Nur auf diesem Computer, außer Sie geben eine andere Adresse ein.
webhook-on = Aufrufe annehmen
webhook-off = Nicht mehr annehmen
webhook-is-off = Aus
webhook-is-on = Nimmt an unter { $at }
webhook-exposed = Andere Rechner erreichen diese Adresse. Jeder Aufruf muss das Geheimnis der Registrierung zeigen; alle anderen werden abgewiesen.
webhook-url = Adresse, die { $provider } aufrufen soll
webhook-url-hint = https, und sie muss zu diesem Computer führen.
webhook-known = Von Tvist registriert { $moment }: { $url }
webhook-begun = Tvist versuchte { $moment }, { $url } zu registrieren; ob das gilt, ist nicht bekannt. Dasselbe erneut zu registrieren schadet nicht.
webhook-unknown = Welche Adresse gilt, ist nicht bekannt: { $provider } sagt es nicht.
webhook-sure = Dies ersetzt die geltende Adresse
webhook-replaces = Die Adresse, die Tvist vorher registriert hat: { $url }
webhook-replaces-unknown = Was jetzt gilt, ist nicht bekannt. Lauscht ein anderes Programm auf Aufrufe von { $provider }, hört es nichts mehr.
webhook-others = Weitere Ereignisse, die bleiben sollen
webhook-others-hint = Das Registrieren ersetzt alle geltenden Ereignisse, und { $provider } verrät nicht, welche das sind. Kreuzen Sie an, worauf sich Ihre anderen Programme verlassen.
webhook-events = Danach gelten: { $events }
webhook-ask = Registrieren…
webhook-register = Ersetzen
webhook-registered = Registriert.
error-receiver-address = An dieser Adresse kann nicht gelauscht werden: nötig ist etwas wie 127.0.0.1:8787.
error-receiver-taken = Dort lauscht schon ein anderes Programm. Wählen Sie eine andere Zahl.

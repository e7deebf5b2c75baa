# Documents of a case, and what is said at it between the merchant and the provider.

documents = Dokumente
documents-none = Bei { $provider } liegen noch keine Dokumente.
documents-unasked = Der Anbieter konnte nicht nach seinen Dokumenten gefragt werden. Was Tvist gesendet hat, ist hier:
origin-issuer = Von der Bank des Käufers
origin-merchant = Von Ihnen, außerhalb von Tvist
origin-app = Von Tvist gesendet
origin-unknown = { $provider } sagt nicht, von wem
document-save = Speichern…
document-saving = Wird geholt…
document-saved = Gespeichert
error-not-saved = Das Dokument konnte dort nicht gespeichert werden. Wählen Sie einen anderen Ort.
comments = Kommentare
comments-private = Nur die Leute von { $provider } lesen sie. Die Bank des Käufers sieht sie nie: was zählen soll, gehört in die Dokumente.
comment-unsigned = Ohne Namen
comment-add = Kommentar schreiben
comment-add-hint = Er geht sofort an { $provider } und kann nicht geändert oder zurückgenommen werden.
comment-send = Kommentar senden
comment-sending = Wird gesendet…
